using System.Globalization;

namespace Weir.Dashboards.Library;

/// <summary>What is kept of a dashboard beside its document.</summary>
public sealed record Dashboard
{
    /// <summary>32 hexadecimal digits, which grow with the time of making.</summary>
    public required string Id { get; init; }

    /// <summary>The workspace it belongs to; NULL when every workspace has it.</summary>
    public required string? WorkspaceId { get; init; }

    /// <summary>The principal that made it and manages it. There may be no such principal any more.</summary>
    public required string OwnerId { get; init; }

    /// <summary>Its name, unique among those of its folder that are not in the trash.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Whether it is in <c>/Shared</c>; else it is in its owner's own folder.</summary>
    public required bool IsInSharedFolder { get; init; }

    /// <summary>What the draft runs on; NULL for the warehouse that exists from the start.</summary>
    public string? WarehouseId { get; init; }

    /// <summary>How often it was written, its making included.</summary>
    public long Version { get; init; } = 1;

    /// <summary>When it was made, UTC.</summary>
    public required DateTime CreateTime { get; init; }

    /// <summary>When it was last written, UTC.</summary>
    public required DateTime UpdateTime { get; init; }

    /// <summary>When it was put into the trash, UTC; NULL when it is not there.</summary>
    public DateTime? TrashTime { get; init; }

    /// <summary>The version of the shipped template that it was last imported from; NULL for one of somebody's own.</summary>
    public int? TemplateVersion { get; init; }

    /// <summary>The version as clients send it back.</summary>
    public string Etag => Version.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The copy of a dashboard that its viewers see.</summary>
public sealed record PublishedCopy
{
    /// <summary>Another text with each publication.</summary>
    public required string Revision { get; init; }

    /// <summary>The name as it was published.</summary>
    public required string DisplayName { get; init; }

    /// <summary>The document as it was published.</summary>
    public required string Document { get; init; }

    /// <summary>The principal that published it.</summary>
    public required string PublisherId { get; init; }

    /// <summary>The workspace in which it did, which has the warehouse.</summary>
    public required string WorkspaceId { get; init; }

    /// <summary>Whether it reads with the publisher's rights; else with each viewer's own.</summary>
    public required bool EmbedCredentials { get; init; }

    /// <summary>What its queries run on.</summary>
    public required string WarehouseId { get; init; }

    /// <summary>When it was published, UTC.</summary>
    public required DateTime RevisionCreateTime { get; init; }
}

/// <summary>A dashboard with its draft's document and its published copy.</summary>
/// <param name="Dashboard">What is kept beside the documents.</param>
/// <param name="Document">The draft.</param>
/// <param name="Published">The published copy, or NULL.</param>
public sealed record DashboardState(Dashboard Dashboard, string Document, PublishedCopy? Published);
