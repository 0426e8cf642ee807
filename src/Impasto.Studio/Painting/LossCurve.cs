using System.Globalization;
using Impasto.Studio.Runs;

namespace Impasto.Studio.Painting;

/// <summary>Collects the losses of a run, thinned out so that there are never many points.</summary>
internal sealed class LossCurve
{
    /// <summary>The curve always has fewer points than this.</summary>
    public const int Most = 400;

    private readonly List<double[]> _points;
    private IReadOnlyList<string> _names;
    private int _every;

    /// <param name="before">The points of earlier attempts.</param>
    public LossCurve(RunCurve before)
    {
        _names = before.Names;
        _points = [.. before.Points];
        _every = _points.Count > 1 ? Math.Max(1, (int)(_points[1][0] - _points[0][0])) : 1;
    }

    /// <summary>The curve so far.</summary>
    public RunCurve Curve => new() { Names = _names, Points = [.. _points] };

    /// <summary>Adds a step's losses; once there are too many points, every second one goes.</summary>
    public void Add(RunProgress progress)
    {
        if (progress.Step % _every != 0 || !double.IsFinite(progress.Loss))
            return;
        Name(progress.Losses);
        _points.Add([progress.Step, progress.Loss, .. progress.Losses.Select(loss => Rounded(loss.Value))]);
        if (_points.Count < Most)
            return;
        _every *= 2;
        _points.RemoveAll(point => (int)point[0] % _every != 0);
    }

    // A run that was resumed with other options may have other losses: of earlier points only the total stays.
    private void Name(IReadOnlyList<RunLoss> losses)
    {
        if (losses.Select(loss => loss.Name).SequenceEqual(_names))
            return;
        _names = [.. losses.Select(loss => loss.Name)];
        for (int i = 0; i < _points.Count; i++)
            _points[i] = _points[i][..2];
    }

    // Six digits are more than a drawing shows, and every report carries the whole curve.
    private static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
