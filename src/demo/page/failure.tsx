interface FailureProps {
	readonly message: string | undefined;
	/** Given, it can be tried again. */
	readonly onRetry?: () => void;
}

/** What went wrong, if anything did. */
export const Failure = ({ message, onRetry }: FailureProps) =>
	message === undefined ? null : (
		<div className="notice error row" role="alert">
			<p>{message}</p>
			{onRetry && (
				<button type="button" onClick={onRetry}>
					Try again
				</button>
			)}
		</div>
	);
