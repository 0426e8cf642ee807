namespace Impasto.Studio.Runs;

/// <summary>A term of a step's loss.</summary>
/// <param name="Name">Its name: content, style and so on.</param>
/// <param name="Value">Its weighted value; those of all terms add up to the total.</param>
internal sealed record RunLoss(string Name, double Value);
