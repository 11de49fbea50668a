using Market.Signing.Isolation;
using Market.Signing.Tests.Testing;

namespace Market.Signing.Tests.Isolation;

public sealed class WireOptionsTests
{
    [Fact]
    public void Every_option_reaches_the_worker_as_it_was_set()
    {
        var source = new OwnersRevocation(Stream.Null, Stream.Null);
        var options = new ValidationOptions
        {
            TrustAnchors = [TestPki.Pki.Root],
            TimestampAnchors = [TestPki.Pki.Chain[0]],
            AsOf = TestPki.Now,
            Profile = ValidationProfile.FormFilling,
            Password = "geheim",
            Revocation = source,
            RequireTimestamp = false,
        };

        var arrived = WireOptions.FromWire(WireOptions.ToWire(options), source);

        Assert.Equal(TestPki.Pki.Root.RawData, Assert.Single(arrived.TrustAnchors).RawData);
        Assert.Equal(TestPki.Pki.Chain[0].RawData, Assert.Single(arrived.TimestampAnchors).RawData);
        Assert.Equal(
            options with { TrustAnchors = [], TimestampAnchors = [] },
            arrived with { TrustAnchors = [], TimestampAnchors = [] });
    }

    [Fact]
    public void No_option_was_added_without_a_thought_to_the_way_it_travels() =>
        Assert.Equal(
            ["AsOf", "Password", "Profile", "RequireTimestamp", "Revocation", "TimestampAnchors", "TrustAnchors"],
            typeof(ValidationOptions).GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
}
