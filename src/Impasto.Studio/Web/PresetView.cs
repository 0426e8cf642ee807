namespace Impasto.Studio.Web;

/// <summary>A recipe.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it is for.</param>
/// <param name="Values">What every option is in it.</param>
internal sealed record PresetView(string Name, string Summary, IReadOnlyDictionary<string, string> Values);
