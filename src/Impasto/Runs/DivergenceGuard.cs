using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Storage;

namespace Impasto.Runs;

/// <summary>Notices when a scale goes wrong, keeps its best point, and gives it a few more tries with smaller steps.</summary>
/// <remarks>
/// Wrong is a loss that is not finite, or more than 100 times that at which the scale began. The step goes down to a tenth each
/// time; after the last try the best point is what the run ends with.
/// </remarks>
internal sealed class DivergenceGuard : IStateful
{
    /// <summary>Times a scale is tried again.</summary>
    public const int MostRetries = 3;

    private const double Explosion = 100;
    private const double SmallerStep = 0.1;

    private readonly PixelBuffer _best;
    private double _first = double.NaN;
    private double _least = double.PositiveInfinity;

    /// <summary>Begins at a point.</summary>
    /// <param name="start">The point; copied.</param>
    /// <param name="store">Where the best point is kept.</param>
    public DivergenceGuard(PixelBuffer start, PixelStore store)
    {
        _best = store.Create(start.Length);
        BufferMath.Copy(start, _best);
    }

    /// <summary>Tries again so far.</summary>
    public int Retries { get; private set; }

    /// <summary>Factor on the optimiser's step.</summary>
    public double StepFactor => Math.Pow(SmallerStep, Retries);

    /// <summary>What will be done about it, for people.</summary>
    public string NextTry => Retries < MostRetries
        ? "went back to the best picture, with steps a tenth as long"
        : $"gave up with the best picture, after {MostRetries} tries with smaller steps";

    /// <summary>Whether a loss is one to go on from; remembers its point where it is the least.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="point">Where it was evaluated.</param>
    public bool Accept(double loss, PixelBuffer point)
    {
        if (!double.IsFinite(loss) || (_first > 0 && loss > Explosion * _first))
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

    /// <inheritdoc/>
    public void Exchange(CheckpointState state)
    {
        _first = state.Number("first", _first);
        _least = state.Number("least", _least);
        Retries = state.Number("retries", Retries);
        state.Values("best", _best);
    }

    /// <summary>Brings the best point back; false where no try is left.</summary>
    public bool RollBack(PixelBuffer point)
    {
        BufferMath.Copy(_best, point);
        return ++Retries <= MostRetries;
    }
}
