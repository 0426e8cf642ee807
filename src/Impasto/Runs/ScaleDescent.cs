using Impasto.Checkpoints;
using Impasto.Numerics;
using Impasto.Objectives;
using Impasto.Optimizers;
using Impasto.Storage;
using Impasto.Text;

namespace Impasto.Runs;

/// <summary>The way down at one scale: the optimiser, the guard that takes steps back, and the average of the pictures on the way.</summary>
internal sealed class ScaleDescent
{
    private readonly StylizeObjective _objective;
    private readonly PixelBuffer _point;
    private readonly PixelBuffer _before;
    private readonly PixelStore _room;
    private readonly StylizeOptions _options;
    private readonly StylizePlanScale _scale;
    private readonly DivergenceGuard _guard;
    private readonly IterateAverage? _average;
    private IOptimizer _optimizer;

    /// <summary>Stands at the top.</summary>
    /// <param name="objective">What is to become small.</param>
    /// <param name="point">Where the scale begins; moved.</param>
    /// <param name="stores">For pictures, and for what the optimiser remembers.</param>
    /// <param name="recipe">The options, and how the scale is done.</param>
    /// <param name="carried">What Adam remembers of the scale before, in the second store; null for nothing.</param>
    public ScaleDescent(
        StylizeObjective objective,
        PixelBuffer point,
        (PixelStore Pictures, PixelStore Room) stores,
        (StylizeOptions Options, StylizePlanScale Scale) recipe,
        AdamMemory? carried)
    {
        _objective = objective;
        _point = point;
        _room = stores.Room;
        (_options, _scale) = recipe;
        _before = stores.Pictures.Create(point.Length);
        _guard = new DivergenceGuard(point, stores.Pictures);
        _average = _options.Average > 0 ? new IterateAverage(point.Length, _options.Average, stores.Pictures) : null;
        _optimizer = Optimizer(carried);
    }

    /// <summary>What people see of it.</summary>
    public PixelBuffer Shown => _average is { IsEmpty: false } ? _average.Value : _point;

    /// <summary>What Adam can take to the next scale; null for other optimisers.</summary>
    public AdamMemory? Memory => (_optimizer as Adam)?.Memory;

    /// <summary>What comes after a step that went wrong, for people.</summary>
    public string NextTry => _guard.NextTry;

    /// <summary>Takes a step.</summary>
    /// <param name="isLast">Whether it is the scale's last: what it leads to is not evaluated, and must at least be finite.</param>
    /// <param name="loss">The loss before it.</param>
    /// <returns>Whether it went well; else <see cref="TryAgain"/> says whether there is another try.</returns>
    public bool TryStep(bool isLast, out double loss)
    {
        BufferMath.Copy(_point, _before);
        loss = _optimizer.Step(_objective, _point);
        bool endsBroken = isLast && !BufferMath.AllFinite(_point);
        if (!_guard.Accept(loss, _before) || endsBroken)
            return false;
        _average?.Add(_point);
        return true;
    }

    /// <summary>Goes back to the best point with smaller steps; false where no try is left.</summary>
    public bool TryAgain()
    {
        // The step that went wrong may be in the average already, since it shows only in the next one's loss.
        _average?.Clear();
        if (!_guard.RollBack(_point))
            return false;
        Forget();
        return true;
    }

    /// <summary>Why further steps would change nothing that matters; null while they do.</summary>
    /// <param name="losses">The run's so far.</param>
    /// <param name="done">Steps that were taken at this scale.</param>
    public string? Standstill(IReadOnlyList<double> losses, int done)
    {
        const int FewestSteps = 10;
        int window = Math.Max(FewestSteps, _scale.Steps / 10);
        if (done == _scale.Steps)
            return null;
        if (_optimizer is Lbfgs { IsAtRest: true })
            return "nothing lower could be found";
        if (_options.Tolerance <= 0 || done <= window)
            return null;
        double before = losses[^(window + 1)];
        return before - losses[^1] < _options.Tolerance * before
            ? $"the loss fell by less than {OptionText.Of(_options.Tolerance)} of itself in {window} steps"
            : null;
    }

    /// <summary>Leaves at the point what the scale has come to.</summary>
    public StylizeOutcome End(StylizeOutcome outcome)
    {
        if (!ReferenceEquals(Shown, _point))
            BufferMath.Copy(Shown, _point);
        return outcome;
    }

    /// <summary>Puts into a checkpoint what a scale needs beside its point.</summary>
    /// <param name="state">The checkpoint.</param>
    /// <param name="descent">The scale in work; null between two.</param>
    /// <param name="carried">What Adam takes to the next scale, between two.</param>
    public static void Keep(RunState state, ScaleDescent? descent, AdamMemory? carried)
    {
        state.Flag("isInside", descent is not null);
        if (descent is not null)
        {
            descent.Exchange(state);
            return;
        }

        state.Flag("isCarried", carried is not null);
        if (carried is IStateful memory)
            memory.Exchange(state.Within("carried"));
    }

    /// <summary>Takes it out again.</summary>
    public void Restore(RunState state)
    {
        if (state.Flag("isInside", false))
            Exchange(state);
        else if (state.Flag("isCarried", false))
            ((IStateful)_optimizer).Exchange(state.Within("carried"));
    }

    private void Exchange(RunState state)
    {
        _guard.Exchange(state.Within("guard"));
        if (state.IsRestoring)
            Forget();
        ((IStateful)_optimizer).Exchange(state.Within("optimizer"));
        _objective.Exchange(state.Within("objective"));
        if (_average is IStateful average)
            average.Exchange(state.Within("average"));
    }

    private void Forget()
    {
        _room.Dispose();
        _optimizer = Optimizer(null);
    }

    private IOptimizer Optimizer(AdamMemory? carried)
    {
        double rate = _guard.StepFactor * _options.LearningRate;
        return _options.Optimizer == OptimizerKind.Adam
            ? new Adam(
                rate,
                (_options.Beta1, _options.Beta2),
                carried ?? new AdamMemory(_room.Create(_point.Length), _room.Create(_point.Length), 0),
                _room) { Clamps = _options.Clamp }
            : new Lbfgs(_point.Length, (Math.Max(1, _scale.History), _options.RoundsPairs), rate, _options.LineSearch, _room, _objective.Team);
    }
}
