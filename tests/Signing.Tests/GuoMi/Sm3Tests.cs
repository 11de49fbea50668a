using System.Text;
using Market.Signing.GuoMi;
using Org.BouncyCastle.Crypto.Digests;

namespace Market.Signing.Tests.GuoMi;

public sealed class Sm3Tests
{
    [Theory]
    [InlineData("GB/T 32905, A.1", "abc", 1, "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0")]
    [InlineData("GB/T 32905, A.2", "abcd", 16, "DEBE9FF92275B8A138604889C18E5A4D6FDB70E5387E5765293DCBA39C0C5732")]
    [InlineData("nothing", "", 1, "1AB21D8355CFA17F8E61194831E81A8F22BEC8C728FEFB747ED035EB5082AA2B")]
    public void Gives_the_published_digest(string source, string text, int times, string expected)
    {
        var message = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(text, times)));

        Assert.True(expected == Convert.ToHexString(Sm3.HashData(message)), source);
    }

    [Fact]
    public async Task A_stream_and_pieces_give_the_digest_of_the_whole()
    {
        var message = Enumerable.Range(0, 200_000).Select(index => (byte)(index * 7)).ToArray();
        var pieces = new Sm3();
        pieces.Append(message.AsSpan(0, 1));
        pieces.Append([]);
        pieces.Append(message.AsSpan(1));
        using var stream = new MemoryStream(message);

        var whole = Sm3.HashData(message);

        Assert.Equal(whole, pieces.Finish());
        Assert.Equal(whole, await Sm3.HashDataAsync(stream, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Another_implementation_gives_the_same_at_every_length_around_a_block()
    {
        var other = new SM3Digest();
        for (var length = 0; length <= 260; length++)
        {
            var message = Enumerable.Range(0, length).Select(index => (byte)(index * 31)).ToArray();
            var expected = new byte[Sm3.HashSizeInBytes];
            other.BlockUpdate(message, 0, length);
            other.DoFinal(expected, 0);
            var split = new Sm3();
            split.Append(message.AsSpan(0, length / 3));
            split.Append(message.AsSpan(length / 3));

            Assert.Equal(expected, Sm3.HashData(message));
            Assert.Equal(expected, split.Finish());
        }
    }

    [Fact]
    public void A_finished_digest_starts_anew()
    {
        var digest = new Sm3();
        digest.Append("abc"u8);
        digest.Finish();
        digest.Append("abc"u8);

        Assert.Equal(Sm3.HashData("abc"u8), digest.Finish());
    }
}
