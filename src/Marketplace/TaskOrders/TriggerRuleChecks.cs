using Market.Marketplace.Catalogue;
using Market.Marketplace.CaseSteps;
using Market.Marketplace.Operations;

namespace Market.Marketplace.TaskOrders;

/// <summary>What a rule must not say. A rule that breaks the law or never ends is refused before it is published.</summary>
internal static class TriggerRuleChecks
{
    /// <summary>Whether an event comes only after the application was accepted.</summary>
    public static bool IsAfterAcceptance(TriggerEvent trigger) => trigger switch
    {
        TriggerEvent.CaseAccepted or TriggerEvent.ResultAccepted or TriggerEvent.Timer or TriggerEvent.CaseGranted => true,
        TriggerEvent.CaseStarted or TriggerEvent.ElementValue or TriggerEvent.CaseCorrected => false,
    };

    public static void Check(
        TriggerRuleTerms terms, IReadOnlyDictionary<string, ServiceItem> items, IReadOnlyCollection<TriggerRule> others, IReadOnlySet<string> departmentCodes)
    {
        if (string.IsNullOrWhiteSpace(terms.Code) || string.IsNullOrWhiteSpace(terms.Name))
        {
            throw new RuleViolationException("name-missing");
        }

        if (terms.Tasks.Count + terms.Plan.Steps.Count == 0)
        {
            throw new RuleViolationException("rule-empty", terms.Code);
        }

        foreach (var task in terms.Tasks)
        {
            Check(terms.Event, task, items);
        }

        if (terms.Plan.UpstreamItem is { Length: > 0 } upstream && !items.ContainsKey(upstream))
        {
            throw new RuleViolationException("item-not-published", upstream);
        }

        foreach (var step in terms.Plan.Steps)
        {
            Check(terms.Event, step, departmentCodes);
        }

        CheckPlan(terms);
        CheckLoops(terms, others);
    }

    private static void Check(TriggerEvent trigger, TriggeredTask task, IReadOnlyDictionary<string, ServiceItem> items)
    {
        var item = items.GetValueOrDefault(task.ServiceItemCode)
            ?? throw new RuleViolationException("item-not-published", task.ServiceItemCode);
        var isAfter = IsAfterAcceptance(trigger) || trigger == TriggerEvent.CaseCorrected;

        // After acceptance it is the department's own technical service: 国办发〔2015〕31号 and 优化营商环境条例 art. 43
        // leave neither the bill nor the choice of agency to the applicant, and no pick to the department.
        if (isAfter && (task.Payer != Payer.Treasury || item.Terms.Payer != Payer.Treasury || task.Choice != AgencyChoice.PanelRotation))
        {
            throw new RuleViolationException("rule-after-acceptance", task.ServiceItemCode);
        }

        // Who pays chooses: what the treasury pays goes to the panel, what the applicant pays the applicant picks.
        if (task.Payer != item.Terms.Payer || (task.Payer == Payer.Owner) != (task.Choice == AgencyChoice.Applicant))
        {
            throw new RuleViolationException("rule-payer", task.ServiceItemCode);
        }

        if ((task.LimitWorkingDays ?? item.Terms.LimitWorkingDays) is not > 0)
        {
            throw new RuleViolationException("item-without-limit", task.ServiceItemCode);
        }
    }

    private static void Check(TriggerEvent trigger, TriggeredStep step, IReadOnlySet<string> departmentCodes)
    {
        if (string.IsNullOrWhiteSpace(step.Title) || step.Days is < 1 or > 90)
        {
            throw new RuleViolationException("rule-step-invalid", step.Title, step.Days);
        }

        if (step.DepartmentCode is { } code && !departmentCodes.Contains(code))
        {
            throw new RuleViolationException("rule-department-unknown", code);
        }

        if (!IsAfterAcceptance(trigger))
        {
            // A department takes no step on an application that it has not accepted.
            throw new RuleViolationException("rule-step-before-acceptance", step.Title);
        }

        if (step.Kind == CaseStepKind.PublicityAfter != (trigger == TriggerEvent.CaseGranted))
        {
            throw new RuleViolationException("rule-publicity-after", step.Title);
        }
    }

    private static void CheckPlan(TriggerRuleTerms terms)
    {
        var plan = terms.Plan;
        var complete = terms.Event switch
        {
            TriggerEvent.ResultAccepted => !string.IsNullOrWhiteSpace(plan.UpstreamItem),
            TriggerEvent.Timer => plan.AfterWorkingDays > 0,
            TriggerEvent.ElementValue => !string.IsNullOrWhiteSpace(plan.Element),
            TriggerEvent.CaseStarted or TriggerEvent.CaseAccepted or TriggerEvent.CaseCorrected or TriggerEvent.CaseGranted => true,
        };
        if (!complete)
        {
            throw new RuleViolationException("rule-event-incomplete", terms.Code, terms.Event);
        }

        if (plan.Join == GroupJoin.Quorum && (plan.Quorum < 1 || plan.Quorum > terms.Tasks.Count + plan.Steps.Count))
        {
            throw new RuleViolationException("rule-quorum", plan.Quorum, terms.Tasks.Count + plan.Steps.Count);
        }
    }

    // An accepted result that leads, over whatever rules, to a task of the same item would make tasks for ever.
    private static void CheckLoops(TriggerRuleTerms terms, IReadOnlyCollection<TriggerRule> others)
    {
        if (terms.Event != TriggerEvent.ResultAccepted)
        {
            return;
        }

        var next = others
            .Where(rule => rule.Event == TriggerEvent.ResultAccepted && rule.ApprovalItem == terms.ApprovalItem && rule.Code != terms.Code)
            .Select(rule => (From: rule.Plan.UpstreamItem!, To: rule.Tasks))
            .Append((From: terms.Plan.UpstreamItem!, To: terms.Tasks))
            .ToLookup(edge => edge.From, edge => edge.To.Select(task => task.ServiceItemCode));
        Walk(terms.Plan.UpstreamItem!, []);

        void Walk(string item, List<string> way)
        {
            if (way.Contains(item))
            {
                throw new RuleViolationException("rule-loops", string.Join(" → ", way.SkipWhile(passed => passed != item).Append(item)));
            }

            way.Add(item);
            foreach (var following in next[item].SelectMany(codes => codes))
            {
                Walk(following, way);
            }

            way.RemoveAt(way.Count - 1);
        }
    }
}
