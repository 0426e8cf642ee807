using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Optimizers;
using Impasto.Storage;
using Impasto.Text;

namespace Impasto.Runs;

/// <summary>The descent at one scale: the optimiser, and the guard that takes steps back.</summary>
internal sealed class ScaleDescent
{
    private const int FewestSteps = 10;

    private readonly PixelBuffer _point;
    private readonly PixelBuffer _before;
    private readonly ScaleStores _stores;
    private readonly StylizePlanScale _scale;
    private readonly double _tolerance;
    private readonly DivergenceGuard _guard;
    private PerceptualObjective _objective;
    private IOptimizer _optimizer;

    /// <summary>Creates the optimiser of a scale, or takes over that of the previous one.</summary>
    /// <param name="objective">The function to make small.</param>
    /// <param name="point">The point, at the scale's start; changed by steps.</param>
    /// <param name="stores">Storage of pictures and of the optimiser's vectors.</param>
    /// <param name="scale">The plan of the scale.</param>
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

    /// <summary>What is wrong with the loss of a failed step, for people.</summary>
    /// <param name="loss">The loss.</param>
    public string Problem(double loss) => _guard.Problem(loss);

    /// <summary>The reaction to a failed step, for people.</summary>
    public string NextTry => _guard.NextTry;

    /// <summary>Goes on with an objective of other targets.</summary>
    /// <param name="objective">The function to make small from now on.</param>
    public void Follow(PerceptualObjective objective)
    {
        _objective = objective;
        _guard.Restart(_point);
        _optimizer.ForgetValues();
    }

    /// <summary>Takes a step.</summary>
    /// <param name="isLast">
    /// Whether it is the scale's last step: its result is not evaluated, but must be finite.
    /// </param>
    /// <param name="loss">The loss before it.</param>
    /// <returns>Whether the step succeeded; if not, call <see cref="TryAgain"/>.</returns>
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
        // An average may already contain the failed step, which shows only in the next step's loss.
        Forget();
        return isLeft;
    }

    /// <summary>Why the scale may end early; null if it should continue.</summary>
    /// <param name="losses">Losses of the run so far.</param>
    /// <param name="done">Steps taken at this scale.</param>
    /// <param name="other">The first of them, which had other targets.</param>
    public string? Standstill(IReadOnlyList<double> losses, int done, int other = 0)
    {
        int window = Math.Max(FewestSteps, _scale.Steps / 10);
        if (done == _scale.Steps)
            return null;
        if (_optimizer.IsAtRest)
            return "nothing lower could be found";
        if (_tolerance <= 0 || done - other <= window)
            return null;
        double before = losses[^(window + 1)];
        return before - losses[^1] < _tolerance * before
            ? $"the loss fell by less than {OptionText.Of(_tolerance)} of itself in {window} steps"
            : null;
    }

    /// <summary>Copies the picture to show into the point.</summary>
    public StylizeOutcome End(StylizeOutcome outcome)
    {
        if (!ReferenceEquals(Shown, _point))
            BufferMath.Copy(Shown, _point);
        return outcome;
    }

    /// <summary>Saves everything but the point in a checkpoint, or restores it.</summary>
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
        Size = _scale.Size,
        Team = _objective.Team,
    });
}
