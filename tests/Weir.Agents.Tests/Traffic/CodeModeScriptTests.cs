using FsCheck.Xunit;
using Shouldly;
using Weir.Agents.Traffic.Commands;
using Xunit;

namespace Weir.Agents.Tests.Traffic;

/// <summary>Tool calls in the JavaScript of Codex's code mode.</summary>
public sealed class CodeModeScriptTests
{
    [Theory]
    [InlineData("""const r = await tools.apply_patch("a\n\"b\"\\"); text(r);""", "apply_patch", "a\n\"b\"\\")]
    [InlineData("await tools.apply_patch('it\\'s')", "apply_patch", "it's")]
    [InlineData("await tools.apply_patch(`a\nb \\` c`)", "apply_patch", "a\nb ` c")]
    [InlineData("await tools.apply_patch(String.raw`a\\n`)", "apply_patch", "a\\n")]
    [InlineData("const p = `x\ny`;\nawait tools.apply_patch(p);", "apply_patch", "x\ny")]
    [InlineData("const p = 'x'; await tools.apply_patch(`<${p}>`);", "apply_patch", "<x>")]
    [InlineData("await tools.apply_patch('a\\n' + \"b\")", "apply_patch", "a\nb")]
    [InlineData("await tools.apply_patch([\"a\", 'b',].join(\"\\n\"))", "apply_patch", "a\nb")]
    [InlineData("await tools.apply_patch({ input: 'x' })", "apply_patch", "x")]
    [InlineData("await tools['apply_patch']('\\u0041\\x42\\u{1F600}')", "apply_patch", "AB\U0001F600")]
    [InlineData("tools.exec_command({cmd: \"git commit\", workdir: \"/a\"})", "exec_command", "git commit")]
    [InlineData("tools.exec_command({\"workdir\":f({a:[1,\"}\"]}, ')'),\"cmd\":\"ls\"})", "exec_command", "ls")]
    [InlineData("const cmd = 'ls'; tools.exec_command({cmd})", "exec_command", "ls")]
    [InlineData("tools.shell_command({command: 'ls'})", "shell_command", "ls")]
    [InlineData("// tools.apply_patch('no')\n/* tools.apply_patch('no') */ text(\"tools.apply_patch('no')\"); tools . apply_patch ( 'yes' )", "apply_patch", "yes")]
    [InlineData("const r = await Promise.all([tools.apply_patch('x')])", "apply_patch", "x")]
    public void A_call_has_its_text(string script, string tool, string text) => CodeModeScript.CallsIn(script).ShouldBe([new CodeModeCall(tool, text)]);

    [Theory]
    [InlineData("tools.apply_patch(f(1))")]
    [InlineData("tools.apply_patch(p)")]
    [InlineData("tools.view_image({path: 'a'})")]
    [InlineData("mytools.apply_patch('x')")]
    [InlineData("tools.apply_patch")]
    [InlineData("tools.exec_command({workdir: '/a'})")]
    [InlineData("tools[")]
    [InlineData("tools.apply_patch(['a'")]
    [InlineData("")]
    public void Other_scripts_have_none(string script) => CodeModeScript.CallsIn(script).ShouldBeEmpty();

    [Fact]
    public void Several_calls_stand_in_their_order() =>
        CodeModeScript.CallsIn("const a = tools.apply_patch('x'); const b = await tools.exec_command({ cmd: 'git commit -m y' }); tools.apply_patch(\"z\")").Select(call => call.Text).ShouldBe(["x", "git commit -m y", "z"]);

    [Fact]
    public void A_script_that_only_wastes_memory_gets_none()
    {
        CodeModeScript.CallsIn("let a0='" + new string('x', 1000) + "';" + string.Concat(Enumerable.Range(0, 60).Select(i => $"let a{i + 1}=a{i}+a{i};")) + "tools.apply_patch(a60)").ShouldBeEmpty();
        CodeModeScript.CallsIn("tools.apply_patch(" + new string('[', 100_000)).ShouldBeEmpty();
    }

    [Property]
    public void Nothing_breaks_it(string a, string b)
    {
        CodeModeScript.CallsIn(a + "tools.apply_patch(" + b);
        CodeModeScript.CallsIn("const x=" + a + ";tools.exec_command({" + b);
        ShellScript.CommandsOf(a + "$(" + b);
        ShellScript.CommandsOf("cat <<" + a + "\n" + b);
    }
}
