namespace Impasto.Studio.Queue;

/// <summary>Losses of a run, thinned out so that there are never many.</summary>
/// <param name="before">Points to begin with.</param>
internal sealed class LossCurve(IReadOnlyList<double[]> before)
{
    /// <summary>Points that are kept at most.</summary>
    public const int Most = 400;

    private readonly List<double[]> _points = [.. before];
    private int _every = before.Count > 1 ? Math.Max(1, (int)(before[1][0] - before[0][0])) : 1;

    /// <summary>Steps and losses, in pairs.</summary>
    public IReadOnlyList<double[]> Points => [.. _points];

    /// <summary>Adds a step's loss; once there are too many, every second one goes.</summary>
    public void Add(int step, double loss)
    {
        if (step % _every != 0 || !double.IsFinite(loss))
            return;
        _points.Add([step, loss]);
        if (_points.Count < Most)
            return;
        _every *= 2;
        _points.RemoveAll(point => (int)point[0] % _every != 0);
    }
}
