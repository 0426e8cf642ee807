namespace Impasto.Studio.Web;

/// <summary>What can be chosen.</summary>
/// <param name="Options">Every option, in the order in which people meet them.</param>
/// <param name="Presets">The recipes; the first is the default.</param>
/// <param name="Samples">Names of pictures to try things with.</param>
/// <param name="AllowUrls">Whether pictures may be named by their address.</param>
/// <param name="Limits">What is taken at most.</param>
internal sealed record CatalogView(
    IReadOnlyList<OptionView> Options, IReadOnlyList<PresetView> Presets, IReadOnlyList<string> Samples, bool AllowUrls, StudioLimits Limits)
{
    public static CatalogView Of(StudioSettings settings) => new(
        [.. StylizeOptionCatalog.All.Select(option => new OptionView(option.Name, option.Group, option.Help, option.Range, option.Choices))],
        [.. Impasto.Presets.All.Select(preset => new PresetView(
            preset.Name,
            preset.Summary,
            StylizeOptionCatalog.Read(preset.Options).ToDictionary(StringComparer.Ordinal)))],
        Web.Samples.Names,
        settings.AllowUrls,
        settings.Limits);
}
