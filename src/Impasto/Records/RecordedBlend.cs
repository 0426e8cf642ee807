using Impasto.Color;

namespace Impasto.Records;

/// <summary>A mixing of the result with its photograph after the run.</summary>
/// <param name="Mode">What the result gives.</param>
/// <param name="Amount">How much of it, 0 (the photograph) to 1.</param>
public sealed record RecordedBlend(BlendMode Mode, double Amount);
