namespace Impasto.Tests.Networks.Weights;

/// <summary>A request as a server saw it.</summary>
/// <param name="Path">What was asked for.</param>
/// <param name="From">The byte from which it was asked for; null for all.</param>
/// <param name="IfRange">The version whose piece is wanted; null for any.</param>
internal sealed record LoopbackRequest(string Path, long? From, string? IfRange);
