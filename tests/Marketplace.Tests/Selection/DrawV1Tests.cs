using System.Security.Cryptography;
using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Selection;

namespace Market.Marketplace.Tests.Selection;

public sealed class DrawV1Tests
{
    [Fact]
    public void The_published_vector_comes_out()
    {
        var pool = DrawVectors.Pool();
        var seed = DrawV1.Seed(DrawVectors.DrawId, pool, DrawVectors.Parts());

        Assert.Equal("00ea4c7b6aec3e989a37620c42f3f008644220ee2d4b06f080fd3fedc1ec68f3", Convert.ToHexStringLower(pool.Hash.Span));
        Assert.Equal("02a3bf98ab20fc357058111a586e670ffc6d03502b1a3f5adb971318dca3c478", Convert.ToHexStringLower(seed));
        Assert.Equal(
            ["9132010000000006X6", "9132010000000009X9", "9132010000000005X5"],
            DrawV1.Pick(pool, seed, 3).Select(pick => pick.Code));
    }

    [Fact]
    public void The_order_in_which_candidates_are_handed_in_does_not_matter()
    {
        var pool = DrawVectors.Pool();
        var shuffled = DrawPool.Freeze(pool.Candidates.Reverse());

        Assert.Equal(pool.Hash.ToArray(), shuffled.Hash.ToArray());
        Assert.Equal(pool.Candidates, shuffled.Candidates);
    }

    [Fact]
    public void Everybody_is_drawn_once_and_the_first_picks_do_not_depend_on_how_many_are_wanted()
    {
        var pool = DrawVectors.Pool();
        var seed = SHA256.HashData("any"u8);

        var all = DrawV1.Pick(pool, seed, int.MaxValue);

        Assert.Equal(pool.Candidates.Select(candidate => candidate.Code).Order(), all.Select(pick => pick.Code).Order());
        Assert.Equal(all.Take(4), DrawV1.Pick(pool, seed, 4));
    }

    [Fact]
    public void A_part_moved_from_one_contributor_to_the_next_changes_the_seed()
    {
        var pool = DrawVectors.Pool();

        Assert.NotEqual(
            DrawV1.Seed("D", pool, [Encoding.ASCII.GetBytes("ab"), Encoding.ASCII.GetBytes("c")]),
            DrawV1.Seed("D", pool, [Encoding.ASCII.GetBytes("a"), Encoding.ASCII.GetBytes("bc")]));
    }

    [Fact]
    public void The_draw_without_a_tree_gives_the_same_picks()
    {
        for (var round = 0; round < 200; round++)
        {
            var (pool, seed) = DrawVectors.Made(round);

            Assert.Equal(WalkTheList(pool, seed), DrawV1.Pick(pool, seed, int.MaxValue).Select(pick => pick.Code));
        }
    }

    [Fact]
    public void A_million_weighted_draws_spread_as_the_lots_say()
    {
        const int Draws = 1_000_000;
        const double LimitOfOneInAThousand = 31.264; // chi-square, 11 degrees of freedom
        var pool = DrawVectors.Pool();
        var wins = pool.Candidates.ToDictionary(candidate => candidate.Code, _ => 0);
        var seed = new byte[32];
        for (var draw = 0; draw < Draws; draw++)
        {
            BitConverter.TryWriteBytes(seed, draw);
            wins[DrawV1.Pick(pool, seed, 1)[0].Code]++;
        }

        var statistic = pool.Candidates.Sum(candidate =>
        {
            var expected = (double)Draws * candidate.Weight / pool.TotalWeight;
            return Math.Pow(wins[candidate.Code] - expected, 2) / expected;
        });
        Assert.InRange(statistic, 0, LimitOfOneInAThousand);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("the same code twice", "A", "A")]
    [InlineData("a tab in a code", "A\tB")]
    [InlineData("an empty code", "")]
    public void A_list_that_could_be_read_in_two_ways_is_refused(string why, params string[] codes)
    {
        var refusal = Assert.Throws<RuleViolationException>(() => DrawPool.Freeze(codes.Select(code => new DrawCandidate(code))));

        Assert.True(refusal.Code == "draw-pool-invalid", why);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(DrawPool.LargestWeight + 1)]
    public void A_weight_out_of_bounds_is_refused(long weight) =>
        Assert.Throws<RuleViolationException>(() => DrawPool.Freeze([new DrawCandidate("A", weight)]));

    /// <summary>Step 4 of the protocol word by word.</summary>
    private static List<string> WalkTheList(DrawPool pool, byte[] seed)
    {
        var left = pool.Candidates.ToList();
        var picks = new List<string>();
        for (ulong turn = 0; left.Count > 0; turn++)
        {
            var counter = BitConverter.GetBytes(turn);
            Array.Reverse(counter);
            var block = HMACSHA256.HashData(seed, counter);
            Array.Reverse(block, 0, 8);
            var lot = BitConverter.ToUInt64(block);
            var total = (ulong)left.Sum(candidate => candidate.Weight);
            if (lot >= ((UInt128)1 << 64) / total * total)
            {
                continue;
            }

            var ticket = (long)(lot % total);
            var index = 0;
            while (ticket >= left[index].Weight)
            {
                ticket -= left[index++].Weight;
            }

            picks.Add(left[index].Code);
            left.RemoveAt(index);
        }

        return picks;
    }
}
