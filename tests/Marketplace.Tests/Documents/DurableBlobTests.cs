using Market.Marketplace.Documents;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Documents;

/// <summary>A blob is on disk, with its name, before anybody is told of it; a disk that fails in between leaves nothing half.</summary>
public sealed class DurableBlobTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("market-test-blobs-").FullName;
    private readonly TestClock _clock = new(TestClock.Monday);

    [Fact]
    public async Task Bytes_are_flushed_before_the_name_and_the_name_before_the_answer()
    {
        var disk = new FailingDisk();
        var store = new FileBlobStore(_directory, _clock, disk);

        var blob = await store.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        Assert.Equal(
            ["create", "flush", $"move {blob.Sha256}", $"directory {blob.Sha256[2..4]}", $"directory {blob.Sha256[..2]}", $"directory {Path.GetFileName(_directory)}"],
            disk.Steps);
    }

    [Fact]
    public async Task The_name_is_flushed_also_when_another_writer_gave_it_and_may_not_have_come_to_that_yet()
    {
        var disk = new FailingDisk();
        var store = new FileBlobStore(_directory, _clock, disk);
        await store.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
        disk.Steps.Clear();

        await store.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(disk.Steps, step => step.StartsWith("move", StringComparison.Ordinal));
        Assert.Equal(3, disk.Steps.Count(step => step.StartsWith("directory", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("create", 28, "store-full")]
    [InlineData("write", 28, "store-full")]
    [InlineData("flush", 28, "store-full")]
    [InlineData("flush", 5, "store-failed")]
    [InlineData("move", 30, "store-read-only")]
    [InlineData("directory", 5, "store-failed")]
    public async Task A_disk_that_fails_at_any_step_refuses_the_blob_and_takes_it_when_it_works_again(string step, int error, string code)
    {
        var disk = new FailingDisk { FailsAt = step, Error = error };
        var store = new FileBlobStore(_directory, _clock, disk);

        var refusal = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken));
        var left = store.List().Where(entry => entry.Kind != StoreEntryKind.Blob).ToList();
        disk.FailsAt = null;
        var blob = await store.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        Assert.Equal(code, refusal.Code);
        Assert.Empty(left);
        Assert.Equal(3, store.SizeOf(blob.Sha256));
    }

    [Fact]
    public async Task A_copy_that_was_cut_short_is_replaced_when_the_bytes_come_again()
    {
        var store = new FileBlobStore(_directory, _clock);
        var blob = await store.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(_directory, blob.Sha256[..2], blob.Sha256[2..4], blob.Sha256), [1], TestContext.Current.CancellationToken);

        await store.PutAsync(new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);

        Assert.Equal(3, store.SizeOf(blob.Sha256));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    /// <summary>Notes every step, and fails at one with an error number of the system.</summary>
    private sealed class FailingDisk : BlobDisk
    {
        public List<string> Steps { get; } = [];

        public string? FailsAt { get; set; }

        public int Error { get; init; }

        public override Stream Create(string path)
        {
            Step("create");
            return new NotedFile(path, this);
        }

        public override void Flush(Stream file)
        {
            Step("flush");
            base.Flush(file);
        }

        public override void Move(string from, string to)
        {
            Step("move", Path.GetFileName(to));
            base.Move(from, to);
        }

        public override void FlushDirectory(string directory)
        {
            Step("directory", Path.GetFileName(directory));
            base.FlushDirectory(directory);
        }

        public void FailIf(string step)
        {
            if (FailsAt == step)
            {
                throw new IOException("The disk fails.", Error);
            }
        }

        private void Step(string step, string? what = null)
        {
            FailIf(step);
            Steps.Add(what is null ? step : $"{step} {what}");
        }

        private sealed class NotedFile(string path, FailingDisk disk) : FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, useAsync: true)
        {
            public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            {
                disk.FailIf("write");
                return base.WriteAsync(buffer, cancellationToken);
            }
        }
    }
}
