namespace Impasto.Studio.Views;

/// <summary>Everything that can be chosen.</summary>
/// <param name="Options">All options, in the order of the help.</param>
/// <param name="Presets">All presets; the first is the default.</param>
/// <param name="Samples">Names of the sample pictures.</param>
/// <param name="AllowUrls">True if the studio fetches pictures from addresses.</param>
/// <param name="NeedsToken">True if clients must show a token, so that the page can sign out.</param>
/// <param name="Limits">The limits of the service.</param>
internal sealed record CatalogView(
    IReadOnlyList<OptionView> Options,
    IReadOnlyList<PresetView> Presets,
    IReadOnlyList<string> Samples,
    bool AllowUrls,
    bool NeedsToken,
    StudioLimits Limits)
{
    public static CatalogView Of(StudioSettings settings) => new(
        [.. StylizeOptionCatalog.All.Select(OptionView.Of)],
        [.. Impasto.Presets.All.Select(PresetView.Of)],
        Answers.Samples.Names,
        settings.AllowUrls,
        settings.NeedsToken,
        settings.Limits);
}
