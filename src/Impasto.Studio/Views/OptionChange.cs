namespace Impasto.Studio.Views;

/// <summary>An option that two runs differ in.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Before">The value of the earlier run; null if it belongs to another optimiser.</param>
/// <param name="After">The value of the later run; null if it belongs to another optimiser.</param>
internal sealed record OptionChange(string Name, string? Before, string? After);
