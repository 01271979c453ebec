using System.Text.Json;
using System.Text.Json.Nodes;
using Shouldly;
using Weir.Accounts.Scim;
using Weir.Accounts.Scim.Filters;
using Xunit;

namespace Weir.Accounts.Tests;

/// <summary>SCIM filters: what passes, and what is refused of what an attacker may write.</summary>
public sealed class FilterTests
{
    private static readonly JsonObject Ann = (JsonObject)ScimBody.Copy(JsonDocument.Parse("""
        {"id":"Ab1","userName":"Ann@Example.com","active":true,"age":41,"name":{"familyName":"O\"Malley","givenName":"Ann"},
         "emails":[{"value":"ann@example.com","type":"work","primary":true},{"value":"ann@home.net","type":"home"}],
         "members":[{"value":"1"},{"value":"2"}],"roles":[],"meta":{"created":"2026-01-02T03:04:05.000Z"}}
        """).RootElement)!;

    [Theory]
    [InlineData("userName eq \"ann@example.com\"", true)]
    [InlineData("USERNAME EQ \"ANN@EXAMPLE.COM\"", true)]
    [InlineData("userName ne \"bob\"", true)]
    [InlineData("userName co \"@exam\"", true)]
    [InlineData("userName sw \"ann\" and userName ew \".com\"", true)]
    [InlineData("userName sw \"bob\" or active eq true", true)]
    [InlineData("active eq false", false)]
    [InlineData("active eq \"True\"", true)]
    [InlineData("id eq \"Ab1\"", true)]
    [InlineData("id eq \"ab1\"", false)]
    [InlineData("age gt 40 and age le 41", true)]
    [InlineData("age lt 41", false)]
    [InlineData("age gt \"40\"", false)]
    [InlineData("title pr", false)]
    [InlineData("name pr", true)]
    [InlineData("title eq null", true)]
    [InlineData("userName ne null", true)]
    [InlineData("name.familyName eq \"o\\\"malley\"", true)]
    [InlineData("name.familyName eq \"\\u004f\\\"Malley\"", true)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"ann\"", true)]
    [InlineData("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName eq \"ann\"", true)]
    [InlineData("emails eq \"ann@home.net\"", true)]
    [InlineData("emails.type eq \"home\"", true)]
    [InlineData("emails[type eq \"work\" and value ew \"home.net\"]", false)]
    [InlineData("emails[type eq \"home\" and value ew \"home.net\"]", true)]
    [InlineData("members[value eq \"2\"]", true)]
    [InlineData("members[value eq \"3\"]", false)]
    [InlineData("not (userName eq \"bob\")", true)]
    [InlineData("not(active eq true) or (userName sw \"a\" and (age eq 41))", true)]
    [InlineData("active eq false and active eq true or userName pr", true)]
    [InlineData("userName pr or active eq true and active eq false", true)]
    [InlineData("meta.created gt \"2026-01-01T00:00:00Z\"", true)]
    [InlineData("meta.created ge \"2026-01-02T04:04:05+01:00\"", true)]
    [InlineData("meta.created lt \"2026-01-02T03:04:05Z\"", false)]
    public void A_filter_passes_what_it_says(string filter, bool passes) => FilterParser.Parse(filter).Matches(Ann).ShouldBe(passes);

    [Theory]
    [InlineData("")]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq bob")]
    [InlineData("userName is \"bob\"")]
    [InlineData("userName eq \"bob")]
    [InlineData("userName eq \"bob\\")]
    [InlineData("userName eq \"bo\\xb\"")]
    [InlineData("userName eq \"bob\" and")]
    [InlineData("userName eq \"bob\" garbage")]
    [InlineData("(userName eq \"bob\"")]
    [InlineData("userName eq \"bob\")")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("emails[emails[type eq \"work\"]]")]
    [InlineData("emails.value[type eq \"work\"]")]
    [InlineData("name.given.name eq \"x\"")]
    [InlineData("http://x:y eq \"x\"")]
    [InlineData("1a eq \"x\"")]
    [InlineData("active gt true")]
    [InlineData("age co 4")]
    [InlineData("userName; DROP TABLE x eq \"1\"")]
    [InlineData("userName \0eq \"x\"")]
    public void What_is_no_filter_is_refused_as_such(string filter) =>
        Should.Throw<ScimException>(() => FilterParser.Parse(filter)).ScimType.ShouldBe("invalidFilter");

    [Fact]
    public void Length_and_depth_are_bounded()
    {
        Should.Throw<ScimException>(() => FilterParser.Parse($"userName eq \"{new string('x', 4096)}\"")).Message.ShouldContain("4096");
        Should.Throw<ScimException>(() => FilterParser.Parse(new string('(', 2000) + "userName pr" + new string(')', 2000))).Message.ShouldContain("nests deeper");
        Should.Throw<ScimException>(() => FilterParser.Parse(string.Concat(Enumerable.Repeat("not (", 500)) + "a pr" + new string(')', 500))).Message.ShouldContain("nests deeper");
        FilterParser.Parse(string.Join(" or ", Enumerable.Repeat("a pr", 500))).Matches(Ann).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_is_written_is_either_a_filter_or_refused()
    {
        var random = new Random(7);
        string[] pieces = ["userName", " ", "eq", "and", "or", "not", "(", ")", "[", "]", "\"", "\\", "pr", "emails", ".", ":", "null", "1e9999", "-", "\0", "é", "members[value eq \"1\"]"];
        for (var i = 0; i < 20_000; i++)
        {
            var filter = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)] + (random.Next(2) == 0 ? " " : string.Empty)));
            try
            {
                FilterParser.Parse(filter).Matches(Ann);
            }
            catch (ScimException refused)
            {
                refused.ScimType.ShouldBe("invalidFilter", filter);
            }
        }
    }
}
