namespace Impasto.Studio.Views;

/// <summary>Addresses of pages of a list, relative to the studio's.</summary>
/// <param name="Self">This page.</param>
/// <param name="First">The newest runs of the same search.</param>
/// <param name="Next">The next page; null on the last one.</param>
internal sealed record ListLinks(string Self, string First, string? Next);
