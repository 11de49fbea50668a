using Market.Marketplace.Catalogue;
using Market.Marketplace.Operations;

namespace Market.Marketplace.Ratings;

/// <summary>Who rates whom about a task order: each once.</summary>
public enum RatingSide
{
    /// <summary>业主评机构.</summary>
    OwnerOfAgency,

    /// <summary>审批部门评机构.</summary>
    DepartmentOfAgency,

    /// <summary>机构评业主.</summary>
    AgencyOfOwner,

    /// <summary>机构评审批部门.</summary>
    AgencyOfDepartment,
}

/// <summary>What is rated in stars (评价维度).</summary>
public enum RatingDimension
{
    /// <summary>服务质量.</summary>
    Quality,

    /// <summary>服务时效.</summary>
    Timeliness,

    /// <summary>服务态度.</summary>
    Attitude,

    /// <summary>服务收费.</summary>
    Fees,

    /// <summary>服务规范.</summary>
    Conduct,

    /// <summary>成果质量, for the department that used the result.</summary>
    ResultQuality,

    /// <summary>资料齐全准确: what the agency was given to work with.</summary>
    Materials,

    /// <summary>配合及时: questions answered, sites opened.</summary>
    Cooperation,

    /// <summary>付款守约: who pays, as agreed.</summary>
    Payment,

    /// <summary>要求明确: asked once, and only what the list says.</summary>
    Clarity,
}

/// <summary>The stars for one dimension, 1 to 5.</summary>
public sealed record RatingStars(RatingDimension Dimension, int Stars);

/// <summary>What can be rated by whom, and how stars are added up.</summary>
public static class RatingScale
{
    /// <summary>The worst.</summary>
    public const int Fewest = 1;

    /// <summary>The best.</summary>
    public const int Most = 5;

    /// <summary>So few stars in any dimension need words that say why.</summary>
    public const int NeedsReason = 2;

    /// <summary>The dimensions that a side rates. Who does not pay does not rate fees or payment.</summary>
    public static IReadOnlyList<RatingDimension> DimensionsOf(RatingSide side, Payer payer) => side switch
    {
        RatingSide.OwnerOfAgency when payer == Payer.Owner =>
            [RatingDimension.Quality, RatingDimension.Timeliness, RatingDimension.Attitude, RatingDimension.Fees, RatingDimension.Conduct],
        RatingSide.OwnerOfAgency => [RatingDimension.Quality, RatingDimension.Timeliness, RatingDimension.Attitude, RatingDimension.Conduct],
        RatingSide.DepartmentOfAgency => [RatingDimension.ResultQuality, RatingDimension.Timeliness],
        RatingSide.AgencyOfOwner when payer == Payer.Owner =>
            [RatingDimension.Materials, RatingDimension.Cooperation, RatingDimension.Payment, RatingDimension.Clarity],
        RatingSide.AgencyOfOwner => [RatingDimension.Materials, RatingDimension.Cooperation, RatingDimension.Clarity],
        RatingSide.AgencyOfDepartment when payer == Payer.Treasury => [RatingDimension.Clarity, RatingDimension.Cooperation, RatingDimension.Payment],
        RatingSide.AgencyOfDepartment => [RatingDimension.Clarity, RatingDimension.Cooperation],
    };

    /// <summary>Whether the rating is about an agency, and counts for it in public.</summary>
    public static bool IsOfAgency(this RatingSide side) => side is RatingSide.OwnerOfAgency or RatingSide.DepartmentOfAgency;

    /// <summary>The average in tenths of a star; halves go up.</summary>
    public static int TenthsOf(IReadOnlyCollection<RatingStars> stars)
    {
        ArgumentNullException.ThrowIfNull(stars);
        return (int)Math.Round(stars.Sum(one => one.Stars) * 10m / stars.Count, MidpointRounding.AwayFromZero);
    }

    /// <summary>Refuses what is not one value from 1 to 5 for each dimension, and few stars without a reason.</summary>
    internal static void Check(IReadOnlyList<RatingStars> stars, IReadOnlyList<RatingDimension> wanted, string comment, int longest)
    {
        if (stars.Count != wanted.Count || wanted.Any(dimension => stars.Count(one => one.Dimension == dimension && one.Stars is >= Fewest and <= Most) != 1))
        {
            throw new RuleViolationException("rating-dimensions", wanted.Count, Fewest, Most);
        }

        if (comment.Length > longest)
        {
            throw new RuleViolationException("rating-comment-long", longest);
        }

        if (comment.Length == 0 && stars.Any(one => one.Stars <= NeedsReason))
        {
            throw new RuleViolationException("rating-reason-missing", NeedsReason);
        }
    }
}

/// <summary>The five grades of 好差评, in its words.</summary>
public enum Satisfaction
{
    /// <summary>非常不满意.</summary>
    VeryDissatisfied = 1,

    /// <summary>不满意.</summary>
    Dissatisfied,

    /// <summary>基本满意.</summary>
    Acceptable,

    /// <summary>满意.</summary>
    Satisfied,

    /// <summary>非常满意.</summary>
    VerySatisfied,
}
