namespace Weir.EndToEnd;

/// <summary>Limits are by the hour of the clock: a test must not begin in one and end in the next.</summary>
internal static class ClockHour
{
    public static async Task AwaitRoomAsync()
    {
        while (TimeProvider.System.GetUtcNow() is { Minute: 59, Second: >= 30 })
        {
            await Task.Delay(TimeSpan.FromSeconds(1), Xunit.TestContext.Current.CancellationToken);
        }
    }
}
