using System.Globalization;
using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Storage;
using Impasto.Text;

namespace Impasto.Runs;

/// <summary>Detects that a scale diverges, keeps its best point, and allows a few retries with smaller steps.</summary>
/// <remarks>
/// A scale diverges when its loss is not finite, or more than 100 times its first loss. Each retry divides the steps by
/// ten; after the last one the run ends with the best point.
/// </remarks>
internal sealed class DivergenceGuard : IStateful
{
    /// <summary>Most retries of a scale.</summary>
    public const int MostRetries = 3;

    private const double Explosion = 100;
    private const double SmallerStep = 0.1;

    private readonly PixelBuffer _best;
    private double _first = double.NaN;
    private double _least = double.PositiveInfinity;

    /// <summary>Creates a guard; the first point is the best one so far.</summary>
    /// <param name="start">The point; copied.</param>
    /// <param name="store">Stores the best point.</param>
    public DivergenceGuard(PixelBuffer start, PixelStore store)
    {
        _best = store.Create(start.Length);
        BufferMath.Copy(start, _best);
    }

    /// <summary>Retries so far.</summary>
    public int Retries { get; private set; }

    /// <summary>Factor on the optimiser's step.</summary>
    public double StepFactor => Math.Pow(SmallerStep, Retries);

    /// <summary>The reaction to the latest failure, for people.</summary>
    public string NextTry => Retries < MostRetries
        ? "went back to the best picture, with steps a tenth as long"
        : $"gave up with the best picture, after {MostRetries} tries with smaller steps";

    /// <summary>What is wrong with a loss that was not accepted, for people.</summary>
    /// <param name="loss">The loss.</param>
    public string Problem(double loss)
    {
        if (!double.IsFinite(loss))
            return "the loss was not a finite number";
        if (!IsExploded(loss))
            return "the picture had values that are not finite numbers";
        string rounded = OptionText.Of(double.Parse(
            loss.ToString("0.000e+0", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        return $"the loss rose to {rounded}, more than {Explosion} times the first of its scale";
    }

    /// <summary>Whether the scale may continue after a loss; keeps the point if its loss is the least so far.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="point">Where it was evaluated.</param>
    public bool Accept(double loss, PixelBuffer point)
    {
        if (!double.IsFinite(loss) || IsExploded(loss))
            return false;
        if (double.IsNaN(_first))
            _first = loss;
        if (loss < _least)
        {
            _least = loss;
            BufferMath.Copy(point, _best);
        }

        return true;
    }

    /// <summary>Starts anew from a point, for another objective; retries still count.</summary>
    /// <param name="point">The point; copied.</param>
    public void Restart(PixelBuffer point)
    {
        BufferMath.Copy(point, _best);
        (_first, _least) = (double.NaN, double.PositiveInfinity);
    }

    /// <inheritdoc/>
    public void Exchange(CheckpointState state)
    {
        _first = state.Number("first", _first);
        _least = state.Number("least", _least);
        Retries = state.Number("retries", Retries);
        state.Values("best", _best);
    }

    private bool IsExploded(double loss) => _first > 0 && loss > Explosion * _first;

    /// <summary>Copies the best point back and counts a retry; false if none is left.</summary>
    public bool RollBack(PixelBuffer point)
    {
        BufferMath.Copy(_best, point);
        return ++Retries <= MostRetries;
    }
}
