using System.Text.Json;
using Shouldly;
using Weir.Agents.Traffic;
using Xunit;

namespace Weir.Agents.Tests.Traffic;

/// <summary>Each agent's tools, in the shapes that no capture has.</summary>
public sealed class ToolTests
{
    private const string Rejected = "The user doesn't want to proceed with this tool use. The tool use was rejected (eg. if it was a file edit, the new_string was NOT written to the file). STOP what you are doing and wait for the user to tell you how to proceed.";

    [Fact]
    public void Claudes_edits_have_their_lines()
    {
        Claude("Edit", new { file_path = "/a", old_string = "x\ny", new_string = "x\nz\nw", replace_all = true }, "The file /a has been updated. All occurrences were successfully replaced.").ShouldBe(new Told(2, 1, 0, 0, 1, 0));
        Claude("MultiEdit", new { file_path = "/a", edits = new object[] { new { old_string = "x", new_string = "y" }, new { old_string = "a\nb", new_string = "" } } }, "Applied 2 edits to /a").ShouldBe(new Told(1, 3, 0, 0, 1, 0));
        Claude("NotebookEdit", new { notebook_path = "/a.ipynb", new_source = "x\ny", edit_mode = "insert" }, "Inserted cell").ShouldBe(new Told(2, 0, 0, 0, 1, 0));
        Claude("NotebookEdit", new { notebook_path = "/a.ipynb", new_source = "", edit_mode = "delete" }, "Deleted cell").ShouldBe(new Told(0, 0, 0, 0, 1, 0));
        Claude("Write", new { file_path = "/a", content = "x\ny" }, "The file /a has been updated successfully.").ShouldBe(new Told(0, 0, 0, 0, 1, 0));
        Claude("Read", new { file_path = "/a" }, "1\tx").ShouldBe(Told.Nothing);
        Claude("mcp__x__edit", new { old_string = "x", new_string = "y" }, "ok").ShouldBe(Told.Nothing);
    }

    [Fact]
    public void Claudes_errors_are_not_counted_and_the_users_no_is_a_rejection()
    {
        Claude("Edit", new { file_path = "/a", old_string = "x", new_string = "y" }, "<tool_use_error>String not found</tool_use_error>", true).ShouldBe(Told.Nothing);
        Claude("Edit", new { file_path = "/a", old_string = "x", new_string = "y" }, Rejected, true).ShouldBe(new Told(0, 0, 0, 0, 0, 1));
        Claude("Bash", new { command = "git commit -m x" }, Rejected, true).ShouldBe(Told.Nothing);
        Claude("Bash", new { command = "git commit -m x && false" }, "Exit code 1\n[main f9d8750] x", true).ShouldBe(new Told(0, 0, 1, 0, 0, 0));
    }

    [Fact]
    public void What_an_overwritten_file_held_is_found_in_the_conversation()
    {
        // Read, then edited, then overwritten: four lines, the second and the last of them new.
        var messages = Messages(
            ("Read", new { file_path = "/dir/a.txt" }, "     1→one\n     2→two\n     3→three\n\n<system-reminder>\n1→no\n</system-reminder>"),
            ("Edit", new { file_path = "/dir/a.txt", old_string = "two", new_string = "2" }, "The file /dir/a.txt has been updated."),
            ("Edit", new { file_path = "/dir/b.txt", old_string = "x", new_string = "y" }, "The file /dir/b.txt has been updated."),
            ("Write", new { file_path = "/dir/a.txt", content = "one\nzwei\nthree\nfour\n" }, "The file /dir/a.txt has been updated successfully."));
        Told.By(CodingAgents.ClaudeCode, AgentWireFormat.Messages, messages).ShouldBe(new Told(2, 1, 0, 0, 1, 0));
    }

    [Fact]
    public void Other_agents_show_files_in_their_own_ways()
    {
        static string Chat(string read, string text, string write, string answer) => JsonSerializer.Serialize(new
        {
            messages = new object[]
            {
                new { role = "assistant", tool_calls = new[] { new { id = "c1", type = "function", function = new { name = read, arguments = "{\"filePath\":\"/a.txt\"}" } } } },
                new { role = "tool", tool_call_id = "c1", content = text },
                new { role = "assistant", tool_calls = new[] { new { id = "c2", type = "function", function = new { name = write, arguments = "{\"filePath\":\"/a.txt\",\"content\":\"one\\ntwo\\n\"}" } } } },
                new { role = "tool", tool_call_id = "c2", content = answer },
            },
        });
        Told.By(CodingAgents.OpenCode, AgentWireFormat.ChatCompletions, Chat("read", "<path>/a.txt</path>\n<type>file</type>\n<content>\n1: one\n2: 2\n3: three\n\n(End of file - total 3 lines)\n</content>", "write", "Wrote file successfully.")).ShouldBe(new Told(1, 2, 0, 0, 1, 0));
        Told.By(CodingAgents.OpenCode, AgentWireFormat.ChatCompletions, Chat("read", "<file>\n00001| one\n00002| 2\n</file>", "write", "Wrote file successfully.")).ShouldBe(new Told(1, 1, 0, 0, 1, 0));
        const string gemini = """
            {"contents":[
              {"role":"model","parts":[{"functionCall":{"id":"r","name":"read_file","args":{"file_path":"/a.txt"}}}]},
              {"role":"user","parts":[{"functionResponse":{"id":"r","name":"read_file","response":{"output":"one\n2\n3\n"}}}]},
              {"role":"model","parts":[{"functionCall":{"id":"w","name":"write_file","args":{"file_path":"/a.txt","content":"one\ntwo\n"}}}]},
              {"role":"user","parts":[{"functionResponse":{"id":"w","name":"write_file","response":{"output":"Successfully overwrote file: /a.txt."}}}]}
            ]}
            """;
        Told.By(CodingAgents.GeminiCli, AgentWireFormat.GenerateContent, gemini).ShouldBe(new Told(1, 2, 0, 0, 1, 0));
    }

    [Theory]
    [InlineData("{\"file_path\":\"/a.txt\",\"offset\":5}", "5\tx", null)]
    [InlineData("{\"file_path\":\"/b.txt\"}", "1\tx", null)]
    [InlineData("{\"file_path\":\"/a.txt\"}", "File unchanged since last read", null)]
    [InlineData("{\"file_path\":\"/a.txt\"}", "1\tx\n2\t", 1L)]
    public void What_was_not_read_whole_is_not_known(string read, string text, long? removed)
    {
        var messages = Messages(
            ("Read", JsonSerializer.Deserialize<JsonElement>(read), text),
            ("Write", new { file_path = "/a.txt", content = "y\nz" }, "The file /a.txt has been updated successfully."));
        Told.By(CodingAgents.ClaudeCode, AgentWireFormat.Messages, messages).ShouldBe(removed is null ? new Told(0, 0, 0, 0, 1, 0) : new Told(2, removed.Value, 0, 0, 1, 0));
    }

    [Fact]
    public void Only_the_newest_results_are_read_and_all_of_them()
    {
        const string body = """
            {"model":"m","messages":[
              {"role":"user","content":"go"},
              {"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"Write","input":{"file_path":"/old","content":"x"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"File created successfully"}]},
              {"role":"assistant","content":[{"type":"tool_use","id":"t2","name":"Write","input":{"file_path":"/a","content":"1\n2"}},{"type":"tool_use","id":"t3","name":"Bash","input":{"command":"git commit -qm x"}}]},
              {"role":"assistant","content":[{"type":"tool_use","id":"t4","name":"Write","input":{"file_path":"/b","content":"1\n2\n3"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t3","content":""},{"type":"tool_result","tool_use_id":"t2","content":[{"type":"text","text":"File created successfully"}]}]},
              {"role":"system","content":"a note"},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"t4","content":"File created successfully"},{"type":"tool_result","tool_use_id":"unknown","content":""}]},
              {"role":"user","content":[{"type":"text","text":"and more"}]}
            ]}
            """;
        Told.By(CodingAgents.ClaudeCode, AgentWireFormat.Messages, body).ShouldBe(new Told(5, 0, 1, 0, 2, 0));
        Told.By(CodingAgents.ClaudeCode, AgentWireFormat.Messages, body.Replace("""{"role":"user","content":[{"type":"text","text":"and more"}]}""", """{"role":"assistant","content":"done"}""", StringComparison.Ordinal)).ShouldBe(Told.Nothing);
    }

    [Theory]
    [InlineData("Exit code: 0\nWall time: 0 seconds\nOutput:\nSuccess. Updated the following files:\nA a\n", true)]
    [InlineData("Success. Updated the following files:\nA a\n", true)]
    [InlineData("{\"output\":\"Success. Updated the following files:\\nA a\\n\",\"metadata\":{\"exit_code\":0,\"duration_seconds\":0.1}}", true)]
    [InlineData("{\"output\":\"no\",\"metadata\":{\"exit_code\":1}}", false)]
    [InlineData("Exit code: 1\nWall time: 0 seconds\nOutput:\nInvalid patch\nExit code: 0", false)]
    [InlineData("apply_patch verification failed: Failed to find expected lines", false)]
    [InlineData("Wall time: 1 seconds\nProcess running with session ID 7\nOutput:\nProcess exited with code 0", false)]
    public void Codex_says_success_in_words(string output, bool succeeded)
    {
        var expected = succeeded ? new Told(1, 0, 0, 0, 1, 0) : Told.Nothing;
        Codex("custom_tool_call", "apply_patch", "input", "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch", output).ShouldBe(expected);
        Codex("function_call", "apply_patch", "arguments", JsonSerializer.Serialize(new { input = "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch" }), output).ShouldBe(expected);
    }

    [Fact]
    public void Codex_patches_and_commits_by_shell()
    {
        const string patch = "apply_patch <<'EOF'\n*** Begin Patch\n*** Update File: a\n@@\n-x\n+y\n+z\n*** End Patch\nEOF\n";
        Codex("function_call", "shell", "arguments", JsonSerializer.Serialize(new { command = new[] { "bash", "-lc", patch + "git commit -qam x" } }), "{\"output\":\"\",\"metadata\":{\"exit_code\":0}}").ShouldBe(new Told(2, 1, 1, 0, 1, 0));
        Codex("function_call", "shell", "arguments", JsonSerializer.Serialize(new { command = new[] { "apply_patch", "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch" } }), "Exit code: 0\nOutput:\n").ShouldBe(new Told(1, 0, 0, 0, 1, 0));
        Codex("function_call", "exec_command", "arguments", JsonSerializer.Serialize(new { cmd = "cd a && " + patch }), "Process exited with code 1\nOutput:\n").ShouldBe(Told.Nothing);
        Codex("function_call", "exec_command", "arguments", JsonSerializer.Serialize(new { cmd = "git commit -qm x" }), "Process running with session ID 7\nOutput:\n").ShouldBe(Told.Nothing);
        Codex("custom_tool_call", "apply_patch", "input", "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch", "patch rejected by user").ShouldBe(new Told(0, 0, 0, 0, 0, 1));
    }

    [Fact]
    public void A_commit_that_Codex_waits_for_counts_once_when_its_command_ends()
    {
        const string running = "Chunk ID: a\nWall time: 1 seconds\nProcess running with session ID 7\nOutput:\n";
        const string ended = "Chunk ID: b\nWall time: 1 seconds\nProcess exited with code 0\nOutput:\n";
        Waiting(running, running, ended).ShouldBe([Told.Nothing, Told.Nothing, new Told(0, 0, 1, 0, 0, 0)]);
        Waiting(running, ended + "[main f9d8750] x\n[main f9d8751] y\n").ShouldBe([Told.Nothing, new Told(0, 0, 2, 0, 0, 0)]);
        Waiting(running + "[main f9d8750] x\n", running, ended).ShouldBe([new Told(0, 0, 1, 0, 0, 0), Told.Nothing, Told.Nothing]);
        Waiting(running, ended.Replace("code 0", "code 1", StringComparison.Ordinal)).ShouldBe([Told.Nothing, Told.Nothing]);
        Waiting(running.Replace("ID 7", "ID 77", StringComparison.Ordinal), ended).ShouldBe([Told.Nothing, Told.Nothing]);
    }

    [Fact]
    public void A_script_of_Codex_may_do_several_things()
    {
        const string script = "await tools.apply_patch(`*** Begin Patch\n*** Add File: a\n+x\n*** End Patch`); const r = await tools.exec_command({cmd: 'git commit -qm x'}); const s = await tools.exec_command({cmd: 'git commit -qm y'}); text(r); text(s);";
        Script(script, "Script completed\nOutput:\n", "{\"exit_code\":0}", "{\"exit_code\":1}").ShouldBe(new Told(1, 0, 1, 0, 1, 0));
        Script(script, "Script completed\nOutput:\n", "{\"exit_code\":0}", "{\"exit_code\":0}").ShouldBe(new Told(1, 0, 2, 0, 1, 0));
        Script(script, "Script completed\nOutput:\n").ShouldBe(new Told(1, 0, 2, 0, 1, 0));
        Script(script, "Script failed\nOutput:\n").ShouldBe(Told.Nothing);
        Script("tools.exec_command({cmd: 'git commit -m x'})", "Script completed\nOutput:\n", "{\"exit_code\":0,\"output\":\"[main f9d8750] x\\n[main f9d8751] y\\n\"}").ShouldBe(new Told(0, 0, 2, 0, 0, 0));
    }

    [Fact]
    public void Gemini_overwrites_replaces_and_is_refused()
    {
        Gemini("replace", new { file_path = "/a", old_string = "x", new_string = "y\nz" }, new { output = "Successfully modified file: /a (3 replacements)." }).ShouldBe(new Told(6, 3, 0, 0, 1, 0));
        Gemini("replace", new { file_path = "/a", old_string = "x", new_string = "y" }, new { output = "Successfully modified file: /a (1 replacements). Here is the updated code:\nExit code: 1\n" }).ShouldBe(new Told(1, 1, 0, 0, 1, 0));
        Gemini("replace", new { file_path = "/a", old_string = "x", new_string = "y" }, new { error = "Failed to edit, 0 occurrences found" }).ShouldBe(Told.Nothing);
        Gemini("write_file", new { file_path = "/a", content = "x" }, new { output = "Successfully overwrote file: /a." }).ShouldBe(new Told(0, 0, 0, 0, 1, 0));
        Gemini("write_file", new { file_path = "/a", content = "x" }, new { error = "[Operation Cancelled] Reason: User did not allow tool call" }).ShouldBe(new Told(0, 0, 0, 0, 0, 1));
        Gemini("run_shell_command", new { command = "git commit -m x" }, new { output = "Command: git commit -m x\nDirectory: (root)\nOutput: nothing\nExit Code: 1\nSignal: (none)" }).ShouldBe(Told.Nothing);
        Gemini("run_shell_command", new { command = "git commit -m x" }, new { output = "Output: [main (root-commit) f9d8750] x" }).ShouldBe(new Told(0, 0, 1, 0, 0, 0));
    }

    [Fact]
    public void Gemini_calls_without_ids_are_matched_by_name_and_order_and_told_once()
    {
        string Body(string question) => $$$$"""
            {"contents":[
              {"role":"user","parts":[{"text":"{{{{question}}}}"}]},
              {"role":"model","parts":[{"functionCall":{"name":"write_file","args":{"file_path":"/a","content":"1"}}},{"functionCall":{"name":"run_shell_command","args":{"command":"git commit -qm x"}}},{"functionCall":{"name":"write_file","args":{"file_path":"/b","content":"1\n2"}}}]},
              {"role":"user","parts":[{"functionResponse":{"name":"write_file","response":{"output":"Successfully created and wrote to new file: /a."}}},{"functionResponse":{"name":"run_shell_command","response":{"output":"ok"}}},{"functionResponse":{"name":"write_file","response":{"output":"Successfully created and wrote to new file: /b."}}}]}
            ]}
            """;
        var observations = TrafficReading.Read(Told.Request(CodingAgents.GeminiCli, AgentWireFormat.GenerateContent, Body("go")));
        Told.By(observations).ShouldBe(new Told(3, 0, 1, 0, 2, 0));
        TrafficReading.Read(Told.Request(CodingAgents.GeminiCli, AgentWireFormat.GenerateContent, Body("go"))).Select(observation => observation.Id).ShouldBe(observations.Select(observation => observation.Id));
        TrafficReading.Read(Told.Request(CodingAgents.GeminiCli, AgentWireFormat.GenerateContent, Body("go on"))).Select(observation => observation.Id).ShouldNotContain(id => observations.Any(observation => observation.Id == id));
    }

    [Theory]
    [InlineData(CodingAgents.OpenCode, "edit", "{\"filePath\":\"/a\",\"oldString\":\"x\",\"newString\":\"y\\nz\"}", "Edit applied successfully.", 2, 1, 0, 1, 0)]
    [InlineData(CodingAgents.OpenCode, "write", "{\"filePath\":\"/a\",\"content\":\"x\\ny\\n\"}", "Wrote file successfully.", 2, 0, 0, 1, 0)]
    [InlineData(CodingAgents.OpenCode, "bash", "{\"command\":\"git commit -qm x\",\"description\":\"commit\"}", "(no output)", 0, 0, 1, 0, 0)]
    [InlineData(CodingAgents.OpenCode, "edit", "{\"filePath\":\"/a\",\"oldString\":\"x\",\"newString\":\"y\"}", "The user rejected permission to use this specific tool call.", 0, 0, 0, 0, 1)]
    [InlineData(CodingAgents.OpenCode, "edit", "{\"filePath\":\"/a\",\"oldString\":\"x\",\"newString\":\"y\"}", "Error: oldString not found in content", 0, 0, 0, 0, 0)]
    [InlineData(CodingAgents.QwenCode, "write_file", "{\"file_path\":\"/a\",\"content\":\"x\"}", "Successfully created and wrote to new file: /a.", 1, 0, 0, 1, 0)]
    [InlineData(CodingAgents.QwenCode, "run_shell_command", "{\"command\":\"git commit -m x\"}", "Command: git commit -m x\\nOutput: [main f9d8750] x\\nExit Code: 0", 0, 0, 1, 0, 0)]
    [InlineData(CodingAgents.CopilotCli, "create", "{\"path\":\"/a\",\"file_text\":\"x\\ny\"}", "Created file /a with 3 characters", 2, 0, 0, 1, 0)]
    [InlineData(CodingAgents.CopilotCli, "edit", "{\"path\":\"/a\",\"old_str\":\"x\",\"new_str\":\"\"}", "File /a updated with changes.", 0, 1, 0, 1, 0)]
    [InlineData(CodingAgents.Cursor, "search_replace", "{\"file_path\":\"/a\",\"old_string\":\"x\",\"new_string\":\"y\"}", "The file /a has been updated.", 1, 1, 0, 1, 0)]
    [InlineData(CodingAgents.Cursor, "StrReplace", "{\"path\":\"/a\",\"old_string\":\"x\",\"new_string\":\"y\"}", "The file /a has been updated.", 1, 1, 0, 1, 0)]
    [InlineData(CodingAgents.Cursor, "Write", "{\"path\":\"/a\",\"contents\":\"x\"}", "Wrote contents to /a", 1, 0, 0, 1, 0)]
    [InlineData(CodingAgents.Cursor, "edit_file", "{\"target_file\":\"a\",\"instructions\":\"i\",\"code_edit\":\"// ... existing code ...\\nx\"}", "The file was updated.", 0, 0, 0, 1, 0)]
    [InlineData(CodingAgents.Cursor, "edit_file", "{\"target_file\":\"a\",\"instructions\":\"i\",\"code_edit\":\"x\\ny\"}", "A new file was created.", 2, 0, 0, 1, 0)]
    [InlineData(CodingAgents.Cursor, "run_terminal_cmd", "{\"command\":\"git commit -m x\",\"is_background\":false}", "Exit code: 0\\n\\nCommand output:\\n[main f9d8750] x", 0, 0, 1, 0, 0)]
    [InlineData(CodingAgents.Cursor, "run_terminal_cmd", "{\"command\":\"git commit -qm x\"}", "Exit code: 128\\n\\nCommand output:\\nfatal", 0, 0, 0, 0, 0)]
    [InlineData(CodingAgents.Cline, "replace_in_file", "{\"path\":\"a\",\"diff\":\"------- SEARCH\\nx\\n=======\\ny\\n+++++++ REPLACE\"}", "The content was successfully saved to a.", 1, 1, 0, 1, 0)]
    [InlineData("Ours", "str_replace_editor", "{\"command\":\"insert\",\"path\":\"a\",\"insert_line\":1,\"new_str\":\"x\\ny\"}", "ok", 2, 0, 0, 1, 0)]
    [InlineData("Ours", "str_replace_editor", "{\"command\":\"view\",\"path\":\"a\"}", "ok", 0, 0, 0, 0, 0)]
    [InlineData("Ours", "edit", "not json", "ok", 0, 0, 0, 1, 0)]
    public void Other_agents_tools_over_Chat_Completions(string agent, string tool, string arguments, string result, int added, int removed, int commits, int accepted, int rejected)
    {
        var body = JsonSerializer.Serialize(new
        {
            messages = new object[]
            {
                new { role = "user", content = "go" },
                new { role = "assistant", content = (string?)null, tool_calls = new[] { new { id = "call_1", type = "function", function = new { name = tool, arguments } } } },
                new { role = "tool", tool_call_id = "call_1", content = result.Replace("\\n", "\n", StringComparison.Ordinal) },
            },
        });
        Told.By(agent, AgentWireFormat.ChatCompletions, body).ShouldBe(new Told(added, removed, commits, 0, accepted, rejected));
    }

    [Fact]
    public void Calls_that_are_numbered_anew_in_each_conversation_are_told_apart()
    {
        static IEnumerable<Guid> Ids(string question, string? session) => TrafficReading.Read(Told.Request(CodingAgents.Cursor, AgentWireFormat.ChatCompletions, JsonSerializer.Serialize(new
        {
            messages = new object[]
            {
                new { role = "system", content = "s" },
                new { role = "user", content = question },
                new { role = "assistant", tool_calls = new[] { new { id = "call_0", type = "function", function = new { name = "Shell", arguments = "{\"command\":\"git commit -qm wip\"}" } } } },
                new { role = "tool", tool_call_id = "call_0", content = "done" },
            },
        })) with { SessionId = session }).Select(observation => observation.Id);
        Ids("one", null).ShouldBe(Ids("one", null));
        Ids("one", null).ShouldNotBe(Ids("two", null));
        Ids("one", "a").ShouldBe(Ids("two", "a"));
        Ids("one", "a").ShouldNotBe(Ids("one", "b"));
    }

    [Fact]
    public void Cursor_sends_custom_tools_and_the_shape_of_Responses_to_Chat_Completions()
    {
        const string patch = "*** Begin Patch\\n*** Update File: a\\n@@\\n-x\\n+y\\n+z\\n*** End Patch";
        Told.By(CodingAgents.Cursor, AgentWireFormat.ChatCompletions, $$$$"""{"input":[{"role":"user","content":"go"},{"type":"custom_tool_call","call_id":"c1","name":"ApplyPatch","input":"{{{{patch}}}}"},{"type":"custom_tool_call_output","call_id":"c1","output":"Done"}]}""").ShouldBe(new Told(2, 1, 0, 0, 1, 0));
        Told.By(CodingAgents.Cursor, AgentWireFormat.ChatCompletions, $$$$"""{"messages":[{"role":"assistant","content":[],"tool_calls":[{"id":"c1","type":"custom","custom":{"name":"ApplyPatch","input":"{{{{patch}}}}"}}]},{"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"Done"}]}]}""").ShouldBe(new Told(2, 1, 0, 0, 1, 0));
        Told.By(CodingAgents.Cursor, AgentWireFormat.ChatCompletions, $$$$"""{"messages":[{"role":"assistant","tool_calls":[{"id":"c1","type":"custom","name":"ApplyPatch","input":"{{{{patch}}}}"}]},{"role":"tool","tool_call_id":"c1","content":"Done"}]}""").ShouldBe(new Told(2, 1, 0, 0, 1, 0));
    }

    private static Told Claude(string tool, object input, string result, bool isError = false) => Told.By(CodingAgents.ClaudeCode, AgentWireFormat.Messages, JsonSerializer.Serialize(new
    {
        messages = new object[]
        {
            new { role = "assistant", content = new object[] { new { type = "text", text = "Working on it." }, new { type = "tool_use", id = "t1", name = tool, input } } },
            new { role = "user", content = new object[] { new { type = "tool_result", tool_use_id = "t1", content = result, is_error = isError } } },
        },
    }));

    private static string Messages(params (string Tool, object Input, string Result)[] calls) => JsonSerializer.Serialize(new
    {
        messages = calls.SelectMany((call, index) => new object[]
        {
            new { role = "assistant", content = new object[] { new { type = "tool_use", id = $"toolu_{index}", name = call.Tool, input = call.Input } } },
            new { role = "user", content = new object[] { new { type = "tool_result", tool_use_id = $"toolu_{index}", content = call.Result } } },
        }),
    });

    private static Told Codex(string type, string tool, string member, string input, object output) => Told.By(CodingAgents.Codex, AgentWireFormat.Responses, JsonSerializer.Serialize(new
    {
        input = new object[]
        {
            new { type = "message", role = "user", content = "go" },
            new Dictionary<string, object> { ["type"] = type, ["call_id"] = "c1", ["name"] = tool, [member] = input },
            new { type = type + "_output", call_id = "c1", output },
        },
    }));

    /// <summary>A commit's command and the questions for its rest, answered so; what each request tells.</summary>
    /// <summary>What each request tells that none before it told.</summary>
    private static List<Told> Waiting(params string[] answers)
    {
        var input = new List<object> { new { type = "message", role = "user", content = "go" } };
        var told = new List<Told>();
        var known = new HashSet<Guid>();
        foreach (var (index, output) in answers.Index())
        {
            input.Add(new { type = "function_call", call_id = $"c{index}", name = index == 0 ? "exec_command" : "write_stdin", arguments = index == 0 ? "{\"cmd\":\"git commit -m x\"}" : "{\"session_id\":7,\"chars\":\"\"}" });
            input.Add(new { type = "function_call_output", call_id = $"c{index}", output });
            told.Add(Told.By(TrafficReading.Read(Told.Request(CodingAgents.Codex, AgentWireFormat.Responses, JsonSerializer.Serialize(new { input }))).Where(observation => known.Add(observation.Id))));
        }

        return told;
    }

    private static Told Script(string script, params string[] texts) => Codex("custom_tool_call", "exec", "input", script, texts.Select(text => new { type = "input_text", text }));

    private static Told Gemini(string tool, object args, object response) => Told.By(CodingAgents.GeminiCli, AgentWireFormat.GenerateContent, JsonSerializer.Serialize(new
    {
        contents = new object[]
        {
            new { role = "model", parts = new object[] { new { functionCall = new { id = "f1", name = tool, args } } } },
            new { role = "user", parts = new object[] { new { functionResponse = new { id = "f1", name = tool, response } } } },
        },
    }));
}
