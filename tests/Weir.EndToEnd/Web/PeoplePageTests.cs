using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Weir.EndToEnd.Web;

/// <summary>People, groups, service principals, tokens, sessions and workspaces in the settings.</summary>
public sealed class PeoplePageTests(RunningWeir weir) : BrowserTest(weir)
{
    [Fact]
    public async Task A_person_who_is_added_signs_in_by_the_link_sees_no_admin_pages_and_has_a_token_until_it_is_revoked()
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await SignInAsync("/ui/settings/people");
        await Button("Add a person…").ClickAsync();
        await Dialog.GetByLabel("E-mail address").FillAsync(email);
        await Dialog.GetByLabel("Name (optional)").FillAsync("Ada Lovelace");
        await ShouldBeAccessibleAsync();
        await Button("Add").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = email })).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByLabel("Role in main", new() { Exact = true })).ToHaveValueAsync("USER");
        await Button("Make a sign-in link").ClickAsync();
        var link = await Page.GetByLabel("sign-in link", new() { Exact = true }).Locator("pre").InnerTextAsync();
        await ShouldBeAccessibleAsync();
        Complaints.ShouldBeEmpty();

        await using var context = await Page.Context.Browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Weir.Address });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"/sign-in?return_to=/ui/settings{link[link.IndexOf('#', StringComparison.Ordinal)..]}");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/ui/settings/tokens");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your tokens" })).ToBeVisibleAsync();
        (await page.GetByRole(AriaRole.Navigation, new() { Name = "Settings" }).GetByRole(AriaRole.Link).AllInnerTextsAsync()).ShouldBe(["Your tokens", "Your sessions", "Your password"]);

        await page.GotoAsync("/ui/settings/people");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Only an account admin can see the account's principals.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Preferences of Ada Lovelace" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Your tokens" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "New token…" }).ClickAsync();
        await page.GetByLabel("What it is for").FillAsync("notebook");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "serving.serving-endpoints-query" }).CheckAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "all-apis" })).Not.ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make token" }).ClickAsync();
        var token = await page.GetByLabel("token", new() { Exact = true }).Locator("pre").First.InnerTextAsync();
        using var client = Weir.NewClient(token);
        (await StatusAsync(client, "/openai/v1/models")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(client, "/api/2.0/token/list")).ShouldBe(HttpStatusCode.Forbidden, "its one scope is the data plane's");

        await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke notebook" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke it" }).ClickAsync();
        await Assertions.Expect(page.GetByText("You have no tokens.")).ToBeVisibleAsync();
        (await StatusAsync(client, "/openai/v1/models")).ShouldBe(HttpStatusCode.Unauthorized);

        await Page.ReloadAsync();
        await Button("End all sessions…").ClickAsync();
        await Button("End them").ClickAsync();
        await Assertions.Expect(Page.GetByText("Not signed in anywhere.")).ToBeVisibleAsync();
        await page.ReloadAsync();
        await page.WaitForURLAsync("**/sign-in?**");

        await Button($"Delete {email}…").ClickAsync();
        await Assertions.Expect(Button("Delete for good")).ToBeDisabledAsync();
        await Page.GetByLabel($"Type {email} to confirm").FillAsync(email);
        await Button("Delete for good").ClickAsync();
        await Page.WaitForURLAsync("**/ui/settings/people");
        await Page.GetByLabel("Find by name or e-mail address").FillAsync(email);
        await Assertions.Expect(Page.GetByText("Nothing is called that.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_last_admin_is_warned_and_the_server_has_the_last_word()
    {
        var id = (await Weir.Client.CallAsync("GET", "/api/2.0/weir/session")).Body.Text("user_id");
        await SignInAsync($"/ui/settings/people/{id}");
        await Assertions.Expect(Page.GetByText("This is you.")).ToBeVisibleAsync();
        var others = (await Weir.Client.CallAsync("GET", "/api/2.0/account/scim/v2/Users?filter=roles.value%20eq%20%22account_admin%22&count=0")).Body;
        await Page.GetByText("Account admin: may do everything").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alertdialog)).ToContainTextAsync("Give up your own admin right?");

        // Another test's admin may be there, and then nothing would refuse it.
        if (others.GetProperty("totalResults").GetInt32() == 1)
        {
            await Button("Give it up").ClickAsync();
            await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("The account's last admin must stay one. Make another first.");
        }

        await Button("Cancel").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Switch, new() { Name = "Account admin" })).ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_group_is_made_and_a_member_is_found_by_a_part_of_the_name()
    {
        var (_, email) = await Weir.UserAsync();
        var name = $"team-{Guid.NewGuid():N}"[..16];
        await SignInAsync("/ui/settings/groups");
        await Button("New group…").ClickAsync();
        await Dialog.GetByLabel("Name").FillAsync("admins");
        await Button("Make group").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("'admins' is a group that is there by itself");
        await Dialog.GetByLabel("Name").FillAsync(name);
        Complaints.Clear();
        await Button("Make group").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();
        await AddByPickerAsync("Person, group or service principal", email, "Add member");
        await Assertions.Expect(Button($"Remove {email}")).ToBeVisibleAsync();
        await ShouldBeAccessibleAsync();
        var found = (await Weir.Client.CallAsync("GET", $"/api/2.0/account/scim/v2/Groups?filter=displayName%20eq%20%22{name}%22")).Body.GetProperty("Resources")[0];
        found.GetProperty("members")[0].Text("display").ShouldBe(email);

        await Button($"Remove {email}").ClickAsync();
        await Assertions.Expect(Page.GetByText("Nobody is in it yet.")).ToBeVisibleAsync();
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_secret_of_a_service_principal_gets_an_access_token()
    {
        var name = $"program-{Guid.NewGuid():N}"[..16];
        await SignInAsync("/ui/settings/service-principals");
        await Button("New service principal…").ClickAsync();
        await Dialog.GetByLabel("Name").FillAsync(name);
        await Button("Make service principal").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();
        await Page.GetByLabel("Role in main", new() { Exact = true }).SelectOptionAsync("USER");
        await Assertions.Expect(Page.GetByLabel("Role in main", new() { Exact = true })).ToBeEnabledAsync();
        await Button("New secret…").ClickAsync();
        await Button("Make secret").ClickAsync();
        var sample = await Page.GetByLabel("Sample: curl").InnerTextAsync();
        await ShouldBeAccessibleAsync();

        // curl -u 'application id:secret' address \
        var words = sample.Split(' ');
        var credentials = words[2].Trim('\'').Split(':');
        var address = words[3];
        address.ShouldBe($"{Weir.Address.TrimEnd('/')}/oidc/v1/token");
        using var client = new HttpClient();
        using var answer = await client.PostAsync(
            address,
            new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal) { ["grant_type"] = "client_credentials", ["scope"] = "all-apis", ["client_id"] = credentials[0], ["client_secret"] = credentials[1] }),
            TestContext.Current.CancellationToken);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).Text("access_token");
        using var program = Weir.NewClient(token);
        (await StatusAsync(program, "/openai/v1/models")).ShouldBe(HttpStatusCode.OK);

        await Button("Done").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Delete the secret " }).ClickAsync();
        await Button("Delete it").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Delete the secret " })).ToHaveCountAsync(0);
        (await StatusAsync(program, "/openai/v1/models")).ShouldBe(HttpStatusCode.Unauthorized);
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_workspace_is_made_assigned_renamed_and_deleted_once_its_name_is_typed()
    {
        var (_, email) = await Weir.UserAsync();
        var name = $"space-{Guid.NewGuid():N}"[..16];
        await SignInAsync("/ui/settings/workspaces");
        await Button("New workspace…").ClickAsync();
        await Dialog.GetByLabel("Name").FillAsync(name);
        await Button("Make workspace").ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();
        await Page.GetByLabel("As", new() { Exact = true }).SelectOptionAsync("ADMIN");
        await AddByPickerAsync("Person, group or service principal", email, "Assign");
        await Assertions.Expect(Page.GetByLabel($"Role of {email}")).ToHaveValueAsync("ADMIN");
        await ShouldBeAccessibleAsync();

        await Button("Rename…").ClickAsync();
        await Dialog.GetByLabel("Name").FillAsync(name + "-b");
        await Button("Rename").ClickAsync();
        await Button($"Delete {name}-b…").ClickAsync();
        await Page.GetByLabel($"Type {name}-b to confirm").FillAsync(name + "-b");
        await Button("Delete for good").ClickAsync();
        await Page.WaitForURLAsync("**/ui/settings/workspaces");
        await Assertions.Expect(Page.GetByRole(AriaRole.Link, new() { Name = name + "-b" })).ToHaveCountAsync(0);
        Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_part_of_the_settings_has_an_address_and_the_way_back_leads_to_the_part_before()
    {
        await SignInAsync("/ui/settings/groups");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Your sessions" }).ClickAsync();
        await Page.WaitForURLAsync("**/ui/settings/sessions");
        await Assertions.Expect(Page.GetByText("This one")).ToBeVisibleAsync();
        await Page.GoBackAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Groups" })).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("sessions")]
    [InlineData("password")]
    [InlineData("people")]
    [InlineData("groups")]
    [InlineData("service-principals")]
    [InlineData("workspaces")]
    [InlineData("members")]
    [InlineData("all-tokens")]
    public async Task A_part_of_the_settings_fits_a_phone_and_the_dark(string place)
    {
        await Page.SetViewportSizeAsync(360, 740);
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
        await SignInAsync($"/ui/settings/{place}");
        await Assertions.Expect(Page.Locator(".settings-place").GetByRole(AriaRole.Heading, new() { Level = 2 }).First).ToBeVisibleAsync();
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        (await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBe(0, "nothing makes the page scroll sideways");
        await ShouldBeAccessibleAsync();
        Complaints.ShouldBeEmpty();
    }

    private ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    private ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task AddByPickerAsync(string label, string name, string button)
    {
        await ChooseAsync(label, name[..12], name);
        await Button(button).ClickAsync();
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
