using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Optimizers;

/// <summary>
/// Finds a length along a direction at which the objective has fallen enough and has become flat enough.
/// </summary>
/// <remarks>
/// Strong Wolfe conditions f(t) at most f(0) + c1 t f'(0) and |f'(t)| at most c2 |f'(0)|, by bracketing and cubic
/// interpolation. Source: Nocedal and Wright, 2006, algorithms 3.5 and 3.6, with their c1 = 1e-4 and c2 = 0.9. Differs
/// from the book: values that are not finite count as too high and are left by halving, and after
/// <see cref="MostEvaluations"/> evaluations the lowest point found is taken.
/// </remarks>
internal sealed class StrongWolfeSearch(IObjective objective, SearchLine line, PixelBuffer best, PixelBuffer spare)
{
    /// <summary>Most evaluations of a search.</summary>
    public const int MostEvaluations = 20;

    private const double SufficientDecrease = 1e-4;
    private const double FlatEnough = 0.9;

    private int _evaluations;
    private LinePoint _start;
    private LinePoint _best;
    private bool _sawFinite;

    /// <summary>Whether the objective was not finite at any point of the search.</summary>
    public bool IsLost => _evaluations > 0 && !_sawFinite;

    /// <summary>The gradient at the point that <see cref="Run"/> returned; meaningless where its length is 0.</summary>
    public PixelBuffer Gradient { get; private set; } = best;

    /// <summary>The other buffer, free for the next gradient.</summary>
    public PixelBuffer SpareGradient { get; private set; } = spare;

    /// <summary>Searches; a length of 0 means that nothing lower was found.</summary>
    /// <param name="value">The objective at the start.</param>
    /// <param name="slope">Its derivative along the direction, below 0.</param>
    /// <param name="length">The length to try first.</param>
    public LinePoint Run(LossValue value, double slope, double length)
    {
        _start = _best = new LinePoint(0, value, slope);
        if (!(slope < 0))
            return _start;
        LinePoint previous = _start;
        while (_evaluations < MostEvaluations)
        {
            LinePoint current = Evaluate(length);
            if (TooHigh(current) || (_evaluations > 1 && current.Value >= previous.Value))
                return Zoom(previous, current);
            if (Flat(current))
                return _best;
            if (current.Slope >= 0)
                return Zoom(current, previous);
            length = Extrapolate(previous, current);
            previous = current;
        }

        return _best;
    }

    private LinePoint Zoom(LinePoint low, LinePoint high)
    {
        while (_evaluations < MostEvaluations && Math.Abs(high.Length - low.Length) > 1e-9 * Math.Abs(high.Length))
        {
            LinePoint current = Evaluate(Interpolate(low, high));
            if (TooHigh(current) || current.Value >= low.Value)
            {
                high = current;
                continue;
            }

            if (Flat(current))
                return _best;
            if (current.Slope * (high.Length - low.Length) >= 0)
                high = low;
            low = current;
        }

        return _best;
    }

    private LinePoint Evaluate(double length)
    {
        _evaluations++;
        BufferMath.Copy(line.Point, line.Trial);
        BufferMath.AddScaled(line.Trial, line.Direction, length);
        LossValue value = objective.Evaluate(line.Trial, SpareGradient);
        var current = new LinePoint(length, value, BufferMath.Dot(SpareGradient, line.Direction));
        _sawFinite |= double.IsFinite(value.Total);
        if (value.Total < _best.Value && double.IsFinite(current.Slope))
        {
            _best = current;
            (SpareGradient, Gradient) = (Gradient, SpareGradient);
        }

        return current;
    }

    // Written so that NaN is too high.
    private bool TooHigh(LinePoint current) =>
        !(current.Value <= _start.Value + (SufficientDecrease * current.Length * _start.Slope));

    private bool Flat(LinePoint current) => Math.Abs(current.Slope) <= FlatEnough * -_start.Slope;

    private static double Extrapolate(LinePoint previous, LinePoint current)
    {
        double least = current.Length + (0.01 * (current.Length - previous.Length));
        double most = current.Length * 10;
        double cubic = CubicMinimum(previous, current);
        return double.IsFinite(cubic) ? Math.Clamp(cubic, least, most) : most;
    }

    private static double Interpolate(LinePoint low, LinePoint high)
    {
        double left = Math.Min(low.Length, high.Length), right = Math.Max(low.Length, high.Length);
        double cubic = double.IsFinite(high.Value) && double.IsFinite(high.Slope)
            ? CubicMinimum(low, high)
            : double.NaN;
        double margin = 0.1 * (right - left);
        return double.IsFinite(cubic) ? Math.Clamp(cubic, left + margin, right - margin) : 0.5 * (left + right);
    }

    // Nocedal and Wright, equation 3.59; NaN where the cubic has no minimum.
    private static double CubicMinimum(LinePoint first, LinePoint second)
    {
        double span = second.Length - first.Length;
        double d1 = first.Slope + second.Slope - (3 * (second.Value - first.Value) / span);
        double d2 = Math.Sign(span) * Math.Sqrt((d1 * d1) - (first.Slope * second.Slope));
        return second.Length - (span * (second.Slope + d2 - d1) / (second.Slope - first.Slope + (2 * d2)));
    }
}
