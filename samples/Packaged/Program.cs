using Impasto.Samples.Packaged;

// Each part uses the packages as a program outside the repository does. Exit code 1 if a check fails.
StylizeSample.Run();
ExtensionSample.Run();
await StreamSample.RunAsync();
TorchSample.Run();
TrainingSample.Run();
return Checks.Failures == 0 ? 0 : 1;
