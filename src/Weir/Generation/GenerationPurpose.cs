namespace Weir.Generation;

/// <summary>What numbers are drawn for. Never change one: a seed would make other rows.</summary>
internal static class GenerationPurpose
{
    public const ulong Account = 1;
    public const ulong Endpoints = 2;
    public const ulong People = 3;
    public const ulong Applications = 4;
    public const ulong Days = 5;
    public const ulong Incidents = 6;
    public const ulong Calls = 7;
    public const ulong EmptyDay = 8;
    public const ulong Activity = 9;
}
