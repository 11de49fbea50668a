using Market.Marketplace.Admissions;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Admissions;

public sealed class AdmissionLifecycleTests
{
    [Fact]
    [Trait("Category", "Docs")]
    public void The_rendered_life_of_an_admission_is_current() => RenderedDocument.AssertCurrent(
        "admission-lifecycle.md",
        $"""
        # The life of an admission (入驻)

        Rendered from `AdmissionLifecycle`; `./dev docs` writes it anew. A change of data (变更) is checked while the agency keeps its standing.

        ```mermaid
        {AdmissionLifecycle.ToMermaid()}```

        """);

    [Fact]
    public void Every_status_leads_somewhere_and_nobody_is_removed_without_notice()
    {
        Assert.All(Enum.GetValues<AdmissionStatus>(), status => Assert.NotEmpty(AdmissionLifecycle.ActionsFrom(status)));
        Assert.Equal(
            [AdmissionStatus.ClearanceNotified],
            Enum.GetValues<AdmissionStatus>().Where(status => AdmissionLifecycle.ActionsFrom(status).Contains(AdmissionAction.Remove)));
    }
}
