using Shouldly;
using Weir.Spend.Budgets;
using Xunit;

namespace Weir.Spend.Tests;

/// <summary>Which budgets a request is charged to, and as whom.</summary>
public sealed class BudgetCallTests
{
    private static readonly BudgetCall Call = new("1", "chat", "ann@example.com", ["research"], new Dictionary<string, string> { ["team"] = "search" }, new DateTime(2026, 11, 26, 0, 0, 0, DateTimeKind.Utc));

    [Theory]
    [InlineData(BudgetKey.Account, null, null, null, null, null, "")]
    [InlineData(BudgetKey.Workspace, "1", null, null, null, null, "")]
    [InlineData(BudgetKey.Workspace, "2", null, null, null, null, null)]
    [InlineData(BudgetKey.Endpoint, null, "chat", null, null, null, "")]
    [InlineData(BudgetKey.Endpoint, null, "other", null, null, null, null)]
    [InlineData(BudgetKey.Endpoint, "2", "chat", null, null, null, null)]
    [InlineData(BudgetKey.User, null, null, "Ann@example.com", null, null, "")]
    [InlineData(BudgetKey.User, null, null, "bob@example.com", null, null, null)]
    [InlineData(BudgetKey.UserDefault, null, null, null, null, null, "ann@example.com")]
    [InlineData(BudgetKey.UserDefault, null, "other", null, null, null, null)]
    [InlineData(BudgetKey.UserGroup, null, null, "research", null, null, "")]
    [InlineData(BudgetKey.UserGroup, null, null, "sales", null, null, null)]
    [InlineData(BudgetKey.RequestTag, null, null, null, "team", null, "search")]
    [InlineData(BudgetKey.RequestTag, null, null, null, "team", "search", "")]
    [InlineData(BudgetKey.RequestTag, null, null, null, "team", "ads", null)]
    [InlineData(BudgetKey.RequestTag, null, null, null, "project", null, null)]
    public void A_request_is_charged_to_a_budget_of_its_scope_and_to_no_other(BudgetKey key, string? workspace, string? endpoint, string? principal, string? tag, string? value, string? subject)
    {
        var budget = BudgetOf(new BudgetScope(key, workspace, endpoint, principal, tag, value));
        Call.SubjectOf(budget, [budget]).ShouldBe(subject);
    }

    [Fact]
    public void A_user_s_own_budget_takes_the_place_of_the_default_of_the_same_period_and_place_alone()
    {
        var everyone = BudgetOf(new BudgetScope(BudgetKey.UserDefault, null, null, null, null, null));
        var own = BudgetOf(new BudgetScope(BudgetKey.User, null, null, "ann@example.com", null, null));
        Call.SubjectOf(everyone, [everyone, own]).ShouldBeNull();
        Call.SubjectOf(everyone, [everyone, own with { Period = BudgetPeriod.Day }]).ShouldBe("ann@example.com");
        Call.SubjectOf(everyone, [everyone, own with { Scope = own.Scope with { EndpointName = "chat" } }]).ShouldBe("ann@example.com");
    }

    private static Budget BudgetOf(BudgetScope scope) => new()
    {
        Id = "b",
        Name = "b",
        Amount = 1,
        Period = BudgetPeriod.Month,
        Scope = scope,
        Blocks = true,
        CreatedBy = "admin",
        CreatedTime = default,
        LastUpdatedTime = default,
    };
}
