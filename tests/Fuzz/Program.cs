using System.Diagnostics;
using Market.Fuzz;
using Market.Testing;
using var key = SeedFiles.CreateKey();

// Files given by name are tried as they are; without any, mutations of the seeds until the time is over.
const string Usage = "fuzz [FILE|FOLDER]...\nfuzz --minutes N [--seed N]";
var files = new List<string>();
var (minutes, seed) = (1.0, 1UL);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--minutes" when i + 1 < args.Length && double.TryParse(args[i + 1], out minutes):
        case "--seed" when i + 1 < args.Length && ulong.TryParse(args[i + 1], out seed):
            i++;
            break;
        case var name when name.StartsWith('-'):
            Console.Error.WriteLine(Usage);
            return 2;
        case var name:
            files.AddRange(Directory.Exists(name) ? Directory.EnumerateFiles(name, "*.pdf", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [name]);
            break;
    }
}

var trial = new Trial(key, SeedFiles.At);
return files.Count > 0 ? TryFiles() : TryMutations();

int TryFiles()
{
    var found = 0;
    foreach (var file in files)
    {
        var watch = Stopwatch.StartNew();
        var complaint = trial.Run(File.ReadAllBytes(file));
        found += complaint is null ? 0 : 1;
        Console.WriteLine($"{watch.ElapsedMilliseconds,6} ms  {file}  {complaint ?? "well"}");
    }

    Console.WriteLine($"{files.Count} files, {found} findings");
    return found == 0 ? 0 : 1;
}

int TryMutations()
{
    var seeds = SeedFiles.Load(Path.Combine(AppContext.BaseDirectory, "Seeds"), key);
    var folder = Directory.CreateDirectory(Path.Combine("artifacts", "fuzz")).FullName;
    var until = Stopwatch.GetTimestamp() + (long)(minutes * 60 * Stopwatch.Frequency);
    var (done, found) = (0, 0);
    Parallel.ForEach(Endless(), number =>
    {
        var (name, bytes) = seeds[(int)(number % (ulong)seeds.Count)];
        var mutated = Mutator.Mutate(bytes, new Sequence(seed + (number * 1_000_003)));
        if (trial.Run(mutated) is { } complaint)
        {
            var path = Path.Combine(folder, $"{seed}-{number}.pdf");
            File.WriteAllBytes(path, mutated);
            Interlocked.Increment(ref found);
            Console.WriteLine($"{path} ({name}): {complaint}");
        }

        if (Interlocked.Increment(ref done) % 10_000 == 0)
        {
            Console.WriteLine($"{done} mutations, {found} findings");
        }
    });
    Console.WriteLine($"{done} mutations of {seeds.Count} seeds with seed {seed}, {found} findings, kept in {folder}");
    return found == 0 ? 0 : 1;

    IEnumerable<ulong> Endless()
    {
        for (ulong number = 0; Stopwatch.GetTimestamp() < until; number++)
        {
            yield return number;
        }
    }
}
