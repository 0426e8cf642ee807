using Impasto.Studio.Runs;

namespace Impasto.Studio.Queue;

/// <summary>Finds the claims whose workers are dead.</summary>
/// <remarks>
/// A worker raises the beat of its claims once a heartbeat. A claim whose beat is the same in several looks in a row is
/// dead. No times are compared, so that it does not matter what the clocks of the machines say, and looks that failed
/// do not count: while the store is away, nobody can show that it lives.
/// </remarks>
internal sealed class SignsOfLife
{
    /// <summary>A claim is dead after this many looks without a new beat.</summary>
    public const int Misses = 3;

    private Dictionary<RunClaim, int> _seen = [];

    /// <summary>Takes a look; once a heartbeat.</summary>
    /// <param name="claims">All claims.</param>
    /// <returns>The dead ones.</returns>
    public IReadOnlyList<RunClaim> Look(IReadOnlyList<RunClaim> claims)
    {
        _seen = claims.ToDictionary(claim => claim, claim => _seen.TryGetValue(claim, out int misses) ? misses + 1 : 0);
        return [.. _seen.Where(claim => claim.Value >= Misses).Select(claim => claim.Key)];
    }

    /// <summary>Forgets all looks so far, because one failed.</summary>
    public void Forget() => _seen = [];
}
