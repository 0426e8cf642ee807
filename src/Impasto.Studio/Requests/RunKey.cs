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
    public static RunKey? Of(HttpRequest request, NewRun wanted)
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

    /// <summary>The run that an earlier request with this key has made.</summary>
    /// <exception cref="StudioProblem">That was another request.</exception>
    public StudioRun Same(StudioRun before) => before.RequestHash == Hash
        ? before
        : throw StudioProblem.Wrong($"{Header}: '{Key}' came with another request before.");

    private static string HashOf(NewRun wanted)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(wanted.Recipe.ToJson()));
        foreach (NamedBytes picture in wanted.Regions.Concat(wanted.Styles).Prepend(wanted.Content))
            hash.AppendData(SHA256.HashData(picture.Bytes));
        // Only if there is one: requests of earlier versions are known again.
        if (wanted.Webhook.Length > 0)
            hash.AppendData(Encoding.UTF8.GetBytes(wanted.Webhook));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
