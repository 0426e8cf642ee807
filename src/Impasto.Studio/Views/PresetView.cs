namespace Impasto.Studio.Views;

/// <summary>A preset.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Values">The value of every option, by the option's name.</param>
internal sealed record PresetView(string Name, string Summary, IReadOnlyDictionary<string, string> Values)
{
    public static PresetView Of(Preset preset) => new(
        preset.Name,
        preset.Summary,
        StylizeOptionCatalog.Read(preset.Options).ToDictionary(StringComparer.Ordinal));
}
