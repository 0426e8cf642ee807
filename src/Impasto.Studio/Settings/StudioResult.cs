namespace Impasto.Studio;

/// <summary>What a finished run can say about its picture, in the words of the command line.</summary>
/// <param name="Words">
/// The call of impasto that makes the same picture, one word each, without the program's name.
/// </param>
/// <param name="NetworkSha256">Identity of the weights.</param>
/// <param name="Engine">The engine that did the work, for people.</param>
public sealed record StudioResult(IReadOnlyList<string> Words, string NetworkSha256, string Engine);
