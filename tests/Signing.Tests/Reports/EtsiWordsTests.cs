namespace Market.Signing.Tests.Reports;

public sealed class EtsiWordsTests
{
    [Theory]
    [InlineData(Indication.TotalPassed, "TOTAL-PASSED")]
    [InlineData(Indication.Indeterminate, "INDETERMINATE")]
    [InlineData(Indication.TotalFailed, "TOTAL-FAILED")]
    public void Indications_are_written_as_in_the_standard(Indication indication, string word) =>
        Assert.Equal(word, EtsiWords.Of(indication));

    [Theory]
    [InlineData(SubIndication.None, null)]
    [InlineData(SubIndication.HashFailure, "HASH_FAILURE")]
    [InlineData(SubIndication.SigCryptoFailure, "SIG_CRYPTO_FAILURE")]
    [InlineData(SubIndication.CryptoConstraintsFailureNoPoe, "CRYPTO_CONSTRAINTS_FAILURE_NO_POE")]
    [InlineData(SubIndication.OutOfBoundsNoPoe, "OUT_OF_BOUNDS_NO_POE")]
    public void Sub_indications_are_written_as_in_the_standard(SubIndication subIndication, string? word) =>
        Assert.Equal(word, EtsiWords.Of(subIndication));
}
