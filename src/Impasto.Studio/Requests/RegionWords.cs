namespace Impasto.Studio.Requests;

/// <summary>The words of the field regionStyle, besides a painting's number.</summary>
internal static class RegionWords
{
    /// <summary>The photograph stays as it is.</summary>
    public const string Keep = "keep";

    /// <summary>The paintings of the rest, in another strength.</summary>
    public const string All = "all";
}
