using System.Text.Json;
using Shouldly;
using Weir.Agents.Traffic;
using Xunit;

namespace Weir.Agents.Tests.Traffic;

/// <summary>One answer of a model may call several tools. In the Responses shape the result of one may stand before the next call.</summary>
public sealed class ParallelCallsTests
{
    private static readonly object Thought = new { type = "reasoning", summary = Array.Empty<object>(), encrypted_content = "x" };
    private static readonly object Words = new { type = "message", role = "assistant", content = new[] { new { type = "output_text", text = "Now the tests." } } };
    private static readonly object Question = new { type = "message", role = "user", content = new[] { new { type = "input_text", text = "go" } } };

    [Fact]
    public void Results_behind_all_calls_or_each_behind_its_own_are_all_read()
    {
        var expected = new Told(2, 0, 1, 0, 2, 0);
        Read([Question, Thought, Patch("a"), Patch("b"), Commit("c"), Patched("a"), Patched("b"), Committed("c")]).ShouldBe(expected);
        Read([Question, Thought, Patch("a"), Patched("a"), Patch("b"), Patched("b"), Commit("c"), Committed("c")]).ShouldBe(expected);
        Read([Question, Thought, Patch("a"), Patch("b"), Patched("b"), Commit("c"), Patched("a"), Committed("c")]).ShouldBe(expected);
        Read([Question, Thought, Patch("a"), Patched("a"), Patch("b"), Patched("b"), Commit("c"), Committed("c"), Question]).ShouldBe(expected);
    }

    [Fact]
    public void A_thought_words_or_a_question_begin_another_answer()
    {
        foreach (var border in new[] { Thought, Words, Question })
        {
            Read([Question, Thought, Commit("a"), Committed("a"), border, Patch("b"), Patched("b"), Patch("c"), Patched("c")]).ShouldBe(new Told(2, 0, 0, 0, 2, 0));
        }
    }

    [Fact]
    public void Where_nothing_shows_the_border_what_was_told_is_told_again_and_counts_once()
    {
        var items = new List<object> { Question };
        var told = new List<Guid>();
        for (var call = 0; call < 40; call++)
        {
            items.AddRange([Commit($"c{call}"), Committed($"c{call}")]);
            var observations = TrafficReading.Read(Request(items));
            observations.Count.ShouldBe(Math.Min(call + 1, 16));
            told.AddRange(observations.Select(observation => observation.Id));
        }

        told.Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public void Calls_without_ids_are_told_by_the_request_in_which_they_are_the_newest_alone() =>
        Read([Question, Commit(""), Committed(""), Patch(""), Patched("")]).Commits.ShouldBe(0);

    [Fact]
    public void A_file_that_one_answer_writes_twice_has_its_lines_where_the_results_show_the_order()
    {
        object Write(string id, string content) => new { type = "function_call", call_id = id, name = "write", arguments = JsonSerializer.Serialize(new { file_path = "/a.txt", content }) };
        object Wrote(string id) => new { type = "function_call_output", call_id = id, output = "The file /a.txt has been updated successfully." };
        Told Of(params object[] items) => Told.By(TrafficReading.Read(Request(items) with { Agent = CodingAgents.Cursor }));

        // What the first write overwrites is not known; the second changes one line of two.
        Of(Question, Thought, Write("a", "1\n2\n"), Wrote("a"), Write("b", "1\n3\n"), Wrote("b")).ShouldBe(new Told(1, 1, 0, 0, 2, 0));
        Of(Question, Thought, Write("a", "1\n2\n"), Write("b", "1\n3\n"), Wrote("a"), Wrote("b")).ShouldBe(new Told(0, 0, 0, 0, 2, 0));
    }

    private static object Patch(string id) => new { type = "custom_tool_call", call_id = id, name = "apply_patch", input = $"*** Begin Patch\n*** Add File: {id}\n+x\n*** End Patch" };

    private static object Patched(string id) => new { type = "custom_tool_call_output", call_id = id, output = $"Success. Updated the following files:\nA {id}\n" };

    private static object Commit(string id) => new { type = "function_call", call_id = id, name = "exec_command", arguments = "{\"cmd\":\"git commit -qm x\"}" };

    private static object Committed(string id) => new { type = "function_call_output", call_id = id, output = "Process exited with code 0\nOutput:\n" };

    private static Told Read(object[] items) => Told.By(TrafficReading.Read(Request(items)));

    private static TrafficRequest Request(IEnumerable<object> items) => Told.Request(CodingAgents.Codex, AgentWireFormat.Responses, JsonSerializer.Serialize(new { input = items }));
}
