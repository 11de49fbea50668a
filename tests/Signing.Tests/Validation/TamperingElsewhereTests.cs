using System.Text.Json;
using Market.Testing;

namespace Market.Signing.Tests.Validation;

/// <summary>The whole matrix of attacks once more, judged where the service judges strangers' files: in processes of their own.</summary>
public sealed class TamperingElsewhereTests(TamperingElsewhereTests.Examiner elsewhere) : IClassFixture<TamperingElsewhereTests.Examiner>
{
    [Theory]
    [MemberData(nameof(TamperingMatrixTests.Forgeries), MemberType = typeof(TamperingMatrixTests))]
    public async Task Every_forgery_gets_the_same_verdict_and_reasons_in_a_process_of_its_own(SealedAs form, PadesLevel level, string attack)
    {
        var forged = TamperingMatrixTests.Attacks[attack].Forge(await AttackedFile.MakeAsync(form, level));
        using var file = new MemoryStream(forged);

        var report = await elsewhere.Real.ValidateAsync(file, TamperingMatrixTests.Judge, TestContext.Current.CancellationToken);

        Assert.NotEqual(Indication.TotalPassed, report.Verdict);
        Assert.Equal(JsonSerializer.Serialize(SealedFiles.Judge(forged, TamperingMatrixTests.Judge)), JsonSerializer.Serialize(report));
        Assert.Equal(0, elsewhere.Real.Status.Ended);
    }

    [Theory]
    [MemberData(nameof(TamperingMatrixTests.Files), MemberType = typeof(TamperingMatrixTests))]
    public async Task Before_it_is_attacked_every_file_passes_there_too(SealedAs form, PadesLevel level)
    {
        using var file = new MemoryStream((await AttackedFile.MakeAsync(form, level)).Bytes);

        var report = await elsewhere.Real.ValidateAsync(file, TamperingMatrixTests.Judge, TestContext.Current.CancellationToken);

        Assert.Equal(Indication.TotalPassed, report.Verdict);
    }

    /// <summary>One set of processes for all forgeries.</summary>
    public sealed class Examiner : IDisposable
    {
        public IsolatedExaminer Real { get; } = new(FaultyWorker.Options with { TimeLimit = TimeSpan.FromMinutes(2), ProcessorLimit = TimeSpan.FromMinutes(1) });

        public void Dispose() => Real.Dispose();
    }
}
