using System.Reflection;
using System.Text;
using Market.Marketplace.Operations;
using Market.Marketplace.Panels;
using Market.Marketplace.Tests.Infrastructure;

namespace Market.Marketplace.Tests.Operations;

public sealed class PermissionTests
{
    private static readonly Type[] All =
    [
        .. typeof(IOperation).Assembly.GetTypes().Where(type => type is { IsInterface: false } && type.IsAssignableTo(typeof(IOperation)))
            .OrderBy(type => type.Namespace, StringComparer.Ordinal).ThenBy(type => type.Name, StringComparer.Ordinal),
    ];

    // No operation is carried out, so the database behind this door is never opened.
    private static readonly MarketHost Door = new(
        new MarketplaceOptions { ConnectionString = "Data Source=:memory:", DataDirectory = TestPki.Instance.NewDirectory("door") },
        new TestClock(TestClock.Monday));

    public static TheoryData<Type, Role> Matrix => [.. from operation in All from role in Enum.GetValues<Role>() select (operation, role)];

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task The_door_opens_exactly_for_the_roles_of_the_table(Type operation, Role role)
    {
        var knock = typeof(PermissionTests).GetMethod(nameof(IsAdmittedAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(operation);

        var admitted = await (Task<bool>)knock.Invoke(null, [Door, new Actor(Guid.Empty, "", Guid.Empty, "", [role])])!;

        Assert.Equal(Permissions.Of(role).Contains(RequiredBy(operation)), admitted);
    }

    [Fact]
    public void Departments_have_no_operation_that_names_an_agency()
    {
        var theirs = All.Where(IsOfDepartments);

        var naming = theirs.Where(type => Parameters(type).Any(parameter =>
            parameter.Name!.Contains("agency", StringComparison.OrdinalIgnoreCase)
            || parameter.ParameterType.GetProperties().Any(property => property.Name.Contains("Agency", StringComparison.Ordinal))));

        Assert.Empty(naming);
        Assert.DoesNotContain(RequiredBy(typeof(OpenPanel)), Permissions.Of(Role.DepartmentOfficial));
    }

    // Every way in which a department can name a thing. A new one must be looked at: may it be an agency's id or code?
    private static readonly HashSet<string> NamedByDepartments =
    [
        "id", "fileId", "albumId", "contractId", "caseId", "resultId", "taskOrderId", "drawId", "itemId", "panelId", "noticeId", "procurementId", "findingId", "publicId", "projectId", "pauseId",
        "endpointId", "deliveryId", "ratingId",
    ];

    [Fact]
    public void Whatever_a_department_names_in_an_operation_that_changes_something_is_no_agency()
    {
        var theirs = All.Where(IsOfDepartments);

        var named = theirs.SelectMany(type => Parameters(type)
            .SelectMany(parameter => Leaves(parameter.Name!, parameter.ParameterType, []))
            .Where(leaf => leaf.Type == typeof(Guid))
            .Select(leaf => (Operation: type.Name, leaf.Name))).ToList();

        Assert.NotEmpty(named);
        Assert.Empty(named.Select(one => one.Name).Except(NamedByDepartments));
    }

    [Fact]
    public void Nothing_a_department_hands_in_reaches_an_agency_however_deep_it_lies()
    {
        var theirs = All.Where(IsOfDepartments);
        string[] words = ["agency", "agencies", "winner", "candidate", "creditcode", "assignee", "member", "respondent", "recipient"];

        var reaching = theirs.SelectMany(type => Parameters(type)
            .SelectMany(parameter => Leaves(parameter.Name!, parameter.ParameterType, []))
            .Where(leaf => words.Any(word => leaf.Name.Contains(word, StringComparison.OrdinalIgnoreCase)))
            .Select(leaf => $"{type.Name}: {leaf.Name}"));

        Assert.Empty(reaching);
    }

    [Fact]
    public void Every_operation_is_sealed_and_has_one_request() => Assert.All(All, type =>
    {
        Assert.True(type.IsSealed, type.Name);
        Assert.Single(type.GetMethods(), method => method.Name == "ExecuteAsync");
    });

    [Fact]
    [Trait("Category", "Docs")]
    public void The_rendered_table_of_permissions_is_current()
    {
        var roles = Enum.GetValues<Role>();
        var table = new StringBuilder("# Who may do what\n\nRendered from `Permissions` and every `IOperation`; `./dev docs` writes it anew.\n\n");
        table.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"| operation | permission | {string.Join(" | ", roles)} |");
        table.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"|---|---|{string.Concat(roles.Select(_ => ":-:|"))}");
        foreach (var type in All)
        {
            table.AppendLine(
                System.Globalization.CultureInfo.InvariantCulture, $"| {type.Name} | {RequiredBy(type)} | {string.Join(" | ", roles.Select(role => Permissions.Of(role).Contains(RequiredBy(type)) ? "✓" : " "))} |");
        }

        RenderedDocument.AssertCurrent("permissions.md", table.ToString().ReplaceLineEndings("\n"));
    }

    private static Permission RequiredBy(Type operation) =>
        (Permission)operation.GetProperty(nameof(IOperation.Requires), BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    private static ParameterInfo[] Parameters(Type operation) => operation.GetMethod("ExecuteAsync")!.GetParameters();

    // What every visitor may do as well - read, check, register the own agency - is no power of a department.
    private static bool IsOfDepartments(Type operation) =>
        Permissions.Of(Role.DepartmentOfficial).Contains(RequiredBy(operation)) && !Permissions.Of(Role.Public).Contains(RequiredBy(operation));

    /// <summary>What can be said through a parameter, down to the values: names of the innermost properties with their types.</summary>
    private static IEnumerable<(string Name, Type Type)> Leaves(string name, Type type, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType)
        {
            return type.GetGenericArguments().SelectMany(inner => Leaves(name, inner, seen)).Append((name, type));
        }

        return type.Namespace?.StartsWith("Market.", StringComparison.Ordinal) == true && !type.IsEnum && seen.Add(type)
            ? type.GetProperties().SelectMany(property => Leaves(property.Name, property.PropertyType, seen)).Append((name, type))
            : [(name, type)];
    }

    // Whoever is admitted reaches the operation, which is enough to know.
    private static async Task<bool> IsAdmittedAsync<TOperation>(MarketHost host, Actor actor)
        where TOperation : class, IOperation
    {
        try
        {
            return await host.RunAsync<TOperation, bool>(actor, _ => Task.FromResult(true));
        }
        catch (ForbiddenException)
        {
            return false;
        }
    }
}
