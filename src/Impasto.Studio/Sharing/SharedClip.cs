namespace Impasto.Studio.Sharing;

/// <summary>What a recipe does with a clip.</summary>
/// <param name="From">Time of the first frame in seconds; null for the clip's start.</param>
/// <param name="To">Time of the end in seconds; null for the clip's end.</param>
/// <param name="FrameSteps">Steps of a frame; null for the usual number.</param>
/// <param name="Quick">True for about half the time.</param>
internal sealed record SharedClip(double? From, double? To, int? FrameSteps, bool Quick);
