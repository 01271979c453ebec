using Shouldly;
using Weir.Accounts.Principals;
using Xunit;

namespace Weir.Accounts.Tests;

public sealed class GroupNestingTests
{
    private static readonly GroupNesting Nesting = new([new("team", "ann"), new("department", "team"), new("company", "department"), new("company", "team"), new("other", "bob")]);

    [Fact]
    public void A_member_is_in_each_group_above_it_once()
    {
        Nesting.GroupsOf("ann").ShouldBe(["team", "department", "company"]);
        Nesting.GroupsOf("bob").ShouldBe(["other"]);
        Nesting.GroupsOf("nobody").ShouldBeEmpty();
        Nesting.DirectGroupsOf("team").ShouldBe(["department", "company"]);
    }

    [Theory]
    [InlineData("team", "team", true)]
    [InlineData("team", "company", true)]
    [InlineData("team", "department", true)]
    [InlineData("company", "other", false)]
    [InlineData("other", "company", false)]
    public void A_group_that_would_be_in_itself_is_known(string group, string member, bool cycles) => Nesting.WouldCycle(group, member).ShouldBe(cycles);

    [Fact]
    public void Groups_that_are_in_each_other_do_not_hang_a_look_up() =>
        new GroupNesting([new("a", "b"), new("b", "a"), new("a", "ann")]).GroupsOf("ann").ShouldBe(["a", "b"]);
}
