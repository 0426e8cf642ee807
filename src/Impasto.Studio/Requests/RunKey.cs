using System.Security.Cryptography;
using System.Text;
using Impasto.Studio.Answers;
using Impasto.Studio.Runs;
using Microsoft.AspNetCore.Http;

namespace Impasto.Studio.Requests;

/// <summary>
/// What makes a request for a run the same as an earlier one: a client that got no answer sends it again, with the same
/// Idempotency-Key, and gets the run that it has made already.
/// </summary>
/// <param name="Key">The header's value.</param>
/// <param name="Hash">SHA-256 of what was asked for, in hexadecimal.</param>
internal sealed record RunKey(string Key, string Hash)
{
    private const string Header = "Idempotency-Key";
    private const int Longest = 200;

    /// <summary>The key of a request; null if it has none.</summary>
    /// <exception cref="StudioProblem">It is too long, or not of visible ASCII characters.</exception>
    public static RunKey? Of(HttpRequest request, params IReadOnlyList<NewRun> wanted)
    {
        if (request.Headers[Header] is not [{ } key, ..])
            return null;
        if (key.Length is 0 or > Longest || key.Any(letter => letter is <= ' ' or > '~'))
        {
            throw new StudioProblem(
                StatusCodes.Status400BadRequest, $"{Header}: expected 1 to {Longest} visible ASCII characters.");
        }

        return new RunKey(key, HashOf(wanted));
    }

    /// <summary>The runs that an earlier request with this key has made.</summary>
    /// <exception cref="StudioProblem">That was another request.</exception>
    public IReadOnlyList<StudioRun> Same(IReadOnlyList<StudioRun> before) => before[0].RequestHash == Hash
        ? before
        : throw StudioProblem.Wrong($"{Header}: '{Key}' came with another request before.");

    private static string HashOf(IReadOnlyList<NewRun> wanted)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Dictionary<NamedBytes, byte[]> pictures = [];
        foreach (NewRun run in wanted)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(run.Recipe.ToJson()));
            foreach (NamedBytes picture in run.Regions.Concat(run.Styles).Prepend(run.Content))
                hash.AppendData(HashOf(picture, pictures));
            // Only if there is one: requests of earlier versions are known again.
            if (run.Webhook.Length > 0)
                hash.AppendData(Encoding.UTF8.GetBytes(run.Webhook));
        }

        if (wanted[0].Batch is { } batch)
            hash.AppendData(Encoding.UTF8.GetBytes($"{batch.Sweep}\n{batch.Title}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // The pictures of a batch belong to many runs.
    private static byte[] HashOf(NamedBytes picture, Dictionary<NamedBytes, byte[]> known)
    {
        if (!known.TryGetValue(picture, out byte[]? hash))
            known[picture] = hash = SHA256.HashData(picture.Bytes);
        return hash;
    }
}
