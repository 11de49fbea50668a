using Market.Marketplace.Operations;
using Market.Marketplace.Organisations;
using Market.Marketplace.Projects;

namespace Market.Marketplace.ApprovalCases;

// A case that lives in the department's own approval system: its materials and decisions are there, and are told here.
public sealed partial class ApprovalCase
{
    internal static ApprovalCase Receive(
        Project project, Organisation department, string approvalItem, IReadOnlyDictionary<string, string> elements, OperationContext context)
    {
        var all = ElementsOf(project);
        foreach (var (name, value) in elements)
        {
            all[name] = value;
        }

        var exchanged = Open(CaseStatus.Filed, project, department, approvalItem, all, context);
        exchanged.FiledAt = context.At;
        return exchanged;
    }

    /// <summary>The department's system says who accepted it there (受理).</summary>
    internal void AcceptOutside(string official, OperationContext context)
    {
        Answer(CaseAction.Accept, context);
        AnsweredBy = official;
    }
}
