namespace Weir.Accounts.Previews;

/// <summary>Where and how the product is deployed: section <c>Deployment</c> of the configuration. The requirements of the usage tracking page are checked against it.</summary>
public sealed class DeploymentOptions
{
    /// <summary>The region that this deployment is in.</summary>
    public string Region { get; set; } = "local";

    /// <summary>The regions in which AI Gateway may run, with commas; empty for every region.</summary>
    public string SupportedRegions { get; set; } = string.Empty;

    /// <summary>Whether the catalog of tables (Unity Catalog's place) is enabled.</summary>
    public bool UnityCatalog { get; set; } = true;

    /// <summary>What AI Gateway requires and this deployment does not have; each sentence says which setting would.</summary>
    public IReadOnlyList<string> UnmetRequirements()
    {
        var regions = SupportedRegions.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        List<string> unmet = [];
        if (regions.Length > 0 && !regions.Contains(Region, StringComparer.OrdinalIgnoreCase))
        {
            unmet.Add($"AI Gateway is not supported in the region '{Region}' (WEIR_Deployment__Region); it is in {string.Join(", ", regions)} (WEIR_Deployment__SupportedRegions).");
        }

        if (!UnityCatalog)
        {
            unmet.Add("AI Gateway needs the catalog, which is where its tables are; enable it with WEIR_Deployment__UnityCatalog=true.");
        }

        return unmet;
    }
}
