using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Optimizers;
using Impasto.Storage;
using Impasto.Text;

namespace Impasto.Runs;

/// <summary>The way down at one scale: the optimiser, and the guard that takes steps back.</summary>
internal sealed class ScaleDescent
{
    private const int FewestSteps = 10;

    private readonly PerceptualObjective _objective;
    private readonly PixelBuffer _point;
    private readonly PixelBuffer _before;
    private readonly ScaleStores _stores;
    private readonly StylizePlanScale _scale;
    private readonly double _tolerance;
    private readonly DivergenceGuard _guard;
    private IOptimizer _optimizer;

    /// <summary>Starts at a point.</summary>
    /// <param name="objective">What is to become small.</param>
    /// <param name="point">Where the scale starts; moved.</param>
    /// <param name="stores">Where pictures and the optimiser's vectors lie.</param>
    /// <param name="scale">How the scale is done.</param>
    /// <param name="tolerance">Share by which the loss must fall; 0 for every step.</param>
    public ScaleDescent(
        PerceptualObjective objective, PixelBuffer point, ScaleStores stores, StylizePlanScale scale, double tolerance)
    {
        (_objective, _point, _stores, _scale, _tolerance) = (objective, point, stores, scale, tolerance);
        _before = stores.Pictures.Create(point.Length);
        _guard = new DivergenceGuard(point, stores.Pictures);
        _optimizer = stores.Continued ?? Fresh();
    }

    /// <summary>The picture to show.</summary>
    public PixelBuffer Shown => _optimizer.Average ?? _point;

    /// <summary>The optimiser.</summary>
    public IOptimizer Optimizer => _optimizer;

    /// <summary>What is done about a step that went wrong, for people.</summary>
    public string NextTry => _guard.NextTry;

    /// <summary>Takes a step.</summary>
    /// <param name="isLast">Whether it is the scale's last: the point that it leads to is not evaluated, and must at least be finite.</param>
    /// <param name="loss">The loss before it.</param>
    /// <returns>Whether it went well; otherwise <see cref="TryAgain"/> says whether there is another try.</returns>
    public bool TryStep(bool isLast, out LossValue loss)
    {
        BufferMath.Copy(_point, _before);
        loss = _optimizer.Step(_objective, _point);
        bool endsBroken = isLast && !BufferMath.AllFinite(_point);
        return _guard.Accept(loss.Total, _before) && !endsBroken;
    }

    /// <summary>Goes back to the best point with smaller steps; false if no try is left.</summary>
    public bool TryAgain()
    {
        bool isLeft = _guard.RollBack(_point);
        // The step that went wrong may be in an average already, since it shows only in the next one's loss.
        Forget();
        return isLeft;
    }

    /// <summary>Why further steps would change nothing that matters; null while they do.</summary>
    /// <param name="losses">The run's so far.</param>
    /// <param name="done">Steps that were taken at this scale.</param>
    public string? Standstill(IReadOnlyList<double> losses, int done)
    {
        int window = Math.Max(FewestSteps, _scale.Steps / 10);
        if (done == _scale.Steps)
            return null;
        if (_optimizer.IsAtRest)
            return "nothing lower could be found";
        if (_tolerance <= 0 || done <= window)
            return null;
        double before = losses[^(window + 1)];
        return before - losses[^1] < _tolerance * before
            ? $"the loss fell by less than {OptionText.Of(_tolerance)} of itself in {window} steps"
            : null;
    }

    /// <summary>Leaves the picture to show at the point.</summary>
    public StylizeOutcome End(StylizeOutcome outcome)
    {
        if (!ReferenceEquals(Shown, _point))
            BufferMath.Copy(Shown, _point);
        return outcome;
    }

    /// <summary>Keeps everything beside the point in a checkpoint, or restores it.</summary>
    public void Exchange(CheckpointState state)
    {
        _guard.Exchange(state.Within("guard"));
        if (state.IsRestoring)
            Forget();
        _optimizer.Exchange(state.Within("optimizer"));
    }

    private void Forget()
    {
        _stores.Optimizer.Clear();
        _optimizer = Fresh();
    }

    private IOptimizer Fresh() => _scale.Optimizer.Create(new OptimizerRoom(_point.Length, _stores.Optimizer)
    {
        StepFactor = _guard.StepFactor,
        Team = _objective.Team,
    });
}
