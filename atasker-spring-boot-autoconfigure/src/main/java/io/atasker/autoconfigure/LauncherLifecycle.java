package io.atasker.autoconfigure;

import io.atasker.supervisor.Supervisor;

import org.springframework.context.SmartLifecycle;

/**
 * Lets workers that launch themselves run only while all of the application does: it
 * starts last and stops first. Stopping does not wait for what they execute; the
 * supervisors do, when they stop.
 */
final class LauncherLifecycle implements SmartLifecycle {

	private final LocalSupervisors supervisors;

	private final UnknownWorkersCheck check;

	private final boolean enabled;

	private volatile boolean running;

	LauncherLifecycle(LocalSupervisors supervisors, UnknownWorkersCheck check, boolean enabled) {
		this.supervisors = supervisors;
		this.check = check;
		this.enabled = enabled;
	}

	@Override
	public void start() {
		this.check.runOnce();
		this.running = true;
		this.supervisors.forEach(Supervisor::start);
	}

	@Override
	public void stop() {
		this.supervisors.forEach(Supervisor::receive);
		this.running = false;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return this.enabled;
	}

	@Override
	public int getPhase() {
		return SmartLifecycle.DEFAULT_PHASE;
	}

}
