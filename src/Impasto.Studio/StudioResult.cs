namespace Impasto.Studio;

/// <summary>What there is to say of a finished run's picture, in the words of the command line.</summary>
/// <param name="Words">The call of impasto that makes the same picture, a word each, without the program's name.</param>
/// <param name="NetworkSha256">Identity of the weights.</param>
/// <param name="Engine">What did the work, for people.</param>
public sealed record StudioResult(IReadOnlyList<string> Words, string NetworkSha256, string Engine);
