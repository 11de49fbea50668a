namespace Market.Web.Hosting;

/// <summary>Everything the server keeps besides an external database: one directory to move, back up or delete.</summary>
/// <param name="Path">The absolute path.</param>
internal sealed record DataDirectory(string Path)
{
    /// <summary>The embedded SQLite database.</summary>
    public string Database => In("market.db");

    /// <summary>Stored files by digest.</summary>
    public string Blobs => In("blobs");

    /// <summary>Uploads under way.</summary>
    public string Uploads => In("uploads");

    /// <summary>Seal keys, encrypted.</summary>
    public string Seals => In("seal-keys");

    /// <summary>Keys that protect cookies and forms.</summary>
    public string Protection => In("protection");

    /// <summary>The throw-away certificates of a development machine.</summary>
    public string DevelopmentPki => In("development-pki");

    /// <summary>Whether the demonstration was begun here and not entered to its end: the program was stopped meanwhile.</summary>
    public bool IsDemonstrationUnfinished => File.Exists(DemonstrationMark);

    private string DemonstrationMark => In("demonstration-unfinished");

    /// <summary>From <c>Data:Directory</c>; relative paths count from the content root.</summary>
    public static DataDirectory From(IConfiguration configuration, IHostEnvironment environment)
    {
        var wanted = configuration["Data:Directory"] is { Length: > 0 } path ? path : "data";
        return new(System.IO.Path.GetFullPath(wanted, environment.ContentRootPath));
    }

    /// <summary>Makes the directory, and proves that it can be written to.</summary>
    /// <exception cref="StartupRefusedException">It cannot.</exception>
    public void Prepare()
    {
        try
        {
            foreach (var part in new[] { Path, Blobs, Uploads, Seals, Protection })
            {
                Directory.CreateDirectory(part);
            }

            var probe = In(".writable");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupRefusedException($"无法写入数据目录 {Path}（{e.Message}）：请检查 Data:Directory 设置和目录权限。");
        }
    }

    /// <summary>Marks the directory while the demonstration is entered. The mark outlives a crash, because the entering is
    /// many transactions and not one.</summary>
    public async Task WhileEnteringDemonstrationAsync(Func<Task> enter)
    {
        using (var mark = File.Create(DemonstrationMark))
        {
            mark.Flush(flushToDisk: true);
        }

        await enter();
        File.Delete(DemonstrationMark);
    }

    /// <summary>Deletes what this server keeps here, and nothing else that may lie in the same directory.</summary>
    /// <exception cref="StartupRefusedException">Something is still in use.</exception>
    public void Empty()
    {
        try
        {
            foreach (var part in new[] { Blobs, Uploads, Seals, Protection, DevelopmentPki }.Where(Directory.Exists))
            {
                Directory.Delete(part, recursive: true);
            }

            foreach (var suffix in new[] { "", "-wal", "-shm", "-migrating" })
            {
                File.Delete(Database + suffix);
            }

            // Last: a deletion that is itself interrupted is begun again.
            File.Delete(DemonstrationMark);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupRefusedException($"无法清空数据目录 {Path}（{e.Message}）：请先停止正在使用它的程序。");
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
