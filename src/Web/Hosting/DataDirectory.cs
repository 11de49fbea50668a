namespace Market.Web.Hosting;

/// <summary>Everything the server keeps besides an external database: one directory to move, back up or delete.</summary>
/// <param name="Path">The absolute path.</param>
internal sealed record DataDirectory(string Path)
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(200);

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

    /// <summary>Waits until no other node of this installation is starting, and keeps the others waiting until disposed. The lock is the
    /// operating system's: with the process that holds it, it goes.</summary>
    /// <exception cref="StartupRefusedException">The others take too long.</exception>
    public async Task<IDisposable> TakeTurnAsync(TimeProvider clock)
    {
        for (var begun = clock.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(In(".starting"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (clock.GetElapsedTime(begun) > LongestStart)
            {
                throw new StartupRefusedException($"另一个节点一直在启动，等了 {LongestStart.TotalMinutes:0} 分钟（{e.Message}）：请检查数据目录 {Path} 上的其他节点。");
            }
            catch (IOException)
            {
                await Task.Delay(LookPeriod, clock);
            }
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
